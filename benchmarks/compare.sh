#!/bin/bash
# Runs C MPIs and Metaproc interleaved and prints both with the ratio. See benchmarks/README.md.
set -uo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/compare.sh [quick | goals [PART...] | p2p | collectives [RANKS...] | launch [RANKS...]]

  quick         all of it in under five minutes (default): p2p, collectives 8, launch 4 64
  goals         everything that has a goal, with it, each part in under two minutes: 2, 8, 16 and 64
                ranks; mpj (MPJ Express: latency, objects); many (1000 and 10000 ranks); launch.
                Ratios of medians and of minima; the goal is for minima. MPICH with more ranks than
                cores takes part in the first round only
  p2p           2 ranks, 0 B to 4 MiB, message rate
  collectives   barrier, allreduce, bcast, alltoall, ring; default 2 8 16 64 ranks
  launch        time and memory of a hello program; default 4 64 1000 ranks

environment:
  ROUNDS=3      interleaved rounds; the table has the median over rounds
  BUDGET_MS=300 warm-up and measuring time of one measurement, each
  TIMEOUT=180   seconds after which one run is stopped
  PEERS="mpich openmpi"
  CPU_SHARES=   weight of everything measured against the machine's other work (cgroup v1: 1024)
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
build=$here/target/compare
mpiexec=${MPIEXEC:-$root/bin/mpiexec}
: "${ROUNDS:=3}" "${BUDGET_MS:=300}" "${TIMEOUT:=180}" "${PEERS:=mpich openmpi}"
results=
group=

say() { printf '%s\n' "$*" >&2; }

# --- preparation ---------------------------------------------------------------------------------

install_peers() {
  command -v mpicc.mpich >/dev/null && command -v mpicc.openmpi >/dev/null && return
  say "installing mpich, openmpi-bin, libopenmpi-dev"
  apt-get install -y -qq mpich openmpi-bin libopenmpi-dev gcc >/dev/null ||
    { say "compare.sh: could not install the C MPIs: install mpich, openmpi-bin and libopenmpi-dev"; exit 1; }
}

build_c() {
  mkdir -p "$build"
  local peer program
  for peer in $PEERS; do
    for program in p2p collectives hello; do
      # MPICH's header makes gcc 12 believe that MPI_STATUSES_IGNORE is written to.
      "mpicc.$peer" -std=gnu11 -O2 -Wall -Wextra -Wno-stringop-overflow \
        -o "$build/$program.$peer" "$here/c/$program.c" || exit 1
    done
  done
}

build_ours() {
  if [[ ! -x $mpiexec ]]; then
    say "no $mpiexec: the C MPIs only"
    return
  fi
  (cd "$root" && mvn -q -B -Dquick package -pl benchmarks -am) || exit 1
}

# Everything measured goes into one cpu cgroup: hydra gives every rank a session, so the kernel's
# autogroups would give every rank its own task group, in which sched_yield has nobody to yield to.
# That makes MPICH look 2.5 times slower than it is.
enter_group() {
  local cpu=/sys/fs/cgroup/cpu
  [[ -d $cpu ]] || cpu=/sys/fs/cgroup
  group=$cpu/metaproc-compare.$$
  if mkdir "$group" 2>/dev/null && [[ -e $group/cpu.shares || -e $group/cpu.weight ]] &&
    echo $$ 2>/dev/null >"$group/cgroup.procs"; then
    [[ -n ${CPU_SHARES:-} && -e $group/cpu.shares ]] && echo "$CPU_SHARES" >"$group/cpu.shares"
    fairness="one cpu cgroup for all"
  else
    rmdir "$group" 2>/dev/null
    group=
    if [[ $(cat /proc/sys/kernel/sched_autogroup_enabled 2>/dev/null) == 1 ]]; then
      fairness="NO cpu cgroup, autogroup on: oversubscribed MPICH is slower here than it could be"
    else
      fairness="no autogroups"
    fi
  fi
}

leave() {
  [[ -n $results ]] && rm -rf "$results"
  if [[ -n $group ]]; then
    echo $$ >"$(dirname "$group")/cgroup.procs"
    rmdir "$group" 2>/dev/null
  fi
}

describe() {
  say "$(nproc) cpus ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)), load $(cut -d' ' -f1-3 /proc/loadavg), $fairness"
}

# --- running -------------------------------------------------------------------------------------

export UCX_ERROR_SIGNALS= # UCX would print a backtrace for what is no error
openmpi_options=(--oversubscribe --allow-run-as-root)

# theirs PEER RANKS PROGRAM [ARGUMENT...]
theirs() {
  local peer=$1 ranks=$2 program=$3
  shift 3
  local options=()
  [[ $peer == openmpi ]] && options=("${openmpi_options[@]}")
  timeout "$TIMEOUT" "mpiexec.$peer" "${options[@]}" -n "$ranks" "$build/$program.$peer" "$@"
}

# ours RANKS CLASS [ARGUMENT...] [OPTION OF MPIEXEC]
ours() {
  local ranks=$1 class=$2 options=()
  shift 2
  if [[ $# -gt 0 && ${!#} == --* ]]; then
    options=("${!#}")
    set -- "${@:1:$#-1}"
  fi
  timeout "$TIMEOUT" "$mpiexec" "${options[@]}" -n "$ranks" java -cp "$here/target/classes" \
    "dev.metaproc.benchmarks.$class" "$@"
}

# interleaved PROGRAM CLASS RANKS [OPERATION:BYTES...]: adds "who name bytes ranks median p10" lines
# to the results
interleaved() {
  local program=$1 class=$2 ranks=$3 round peer
  shift 3
  for ((round = 1; round <= ROUNDS; round++)); do
    for peer in $PEERS; do
      [[ $# -gt 0 && $peer == mpich && $round -gt 1 && $ranks -gt $(nproc) ]] && continue
      say "  $program, $ranks ranks, round $round of $ROUNDS: $peer"
      theirs "$peer" "$ranks" "$program" "$BUDGET_MS" "$@" | sed "s/^/$peer\t/" >>"$results/rows" ||
        say "  $peer stopped (status $?): what is missing below did not end in $TIMEOUT s"
    done
    [[ -x $mpiexec ]] || continue
    say "  $program, $ranks ranks, round $round of $ROUNDS: metaproc"
    ours "$ranks" "$class" "$BUDGET_MS" "$@" | sed "s/^/metaproc\t/" >>"$results/rows" ||
      say "  metaproc stopped (status $?)"
  done
}

# MPJ Express, in its multicore mode, runs our own classes: the benchmarks speak its dialect. Debian's
# package forgets to put log4j on its class path.
mpj_express() {
  local class=$1
  JDK_JAVA_OPTIONS=-Xbootclasspath/a:/usr/share/java/log4j-1.2.jar MPJ_HOME=/usr/share/mpj \
    PATH=$(dirname "$java"):$PATH timeout "$TIMEOUT" "$java" -cp '/usr/share/mpj/lib/*' \
    runtime.starter.MPJRun -np 2 -dev multicore -cp "$here/target/classes" \
    "dev.metaproc.benchmarks.$class" "$BUDGET_MS" 2>/dev/null
}

# Best p10 of each measurement that both make: MPJ Express, ours, ratio.
against_mpj_express() {
  local round class
  : >"$results/mpj"
  for ((round = 1; round <= ROUNDS; round++)); do
    for class in P2pBenchmark ObjectBenchmark; do
      say "  $class, 2 ranks, round $round of $ROUNDS: MPJ Express, metaproc"
      mpj_express "$class" | sed 's/^/mpj\t/' >>"$results/mpj"
      ours 2 "$class" "$BUDGET_MS" | sed 's/^/metaproc\t/' >>"$results/mpj"
    done
  done
  awk -F'\t' '
    NF == 6 {
      row = $2 "\t" $3
      if (!((row, $1) in best) || $6 < best[row, $1]) best[row, $1] = $6
      if (!(row in seen)) { seen[row] = 1; order[++rows] = row }
    }
    END {
      printf "%-15s %10s %12s %12s %9s %9s\n", "us", "size", "MPJ Express", "metaproc", "p10 ratio", "goal"
      for (i = 1; i <= rows; i++) {
        row = order[i]
        if (!((row, "mpj") in best) || !((row, "metaproc") in best)) continue
        split(row, part, "\t")
        goal = part[1] == "objects" ? "20x" : row == "pingpong\t8" ? "40x" : ""
        printf "%-15s %10s %12.2f %12.2f %8.1fx %9s\n", part[1], part[2], best[row, "mpj"],
          best[row, "metaproc"], best[row, "mpj"] / best[row, "metaproc"], goal
      }
    }' "$results/mpj"
}

# Median over rounds of the median over batches. The ratio is to the better of the peers.
table() {
  awk -F'\t' -v peers="$PEERS" -v goals="${2:-}" '
    function number(us) {
      if (us == "") return "-"
      return sprintf(us < 10 ? "%.3f" : us < 1000 ? "%.1f" : "%.0f", us)
    }
    function size(bytes) {
      if (bytes >= 1048576) return bytes / 1048576 " MiB"
      return bytes >= 1024 ? bytes / 1024 " KiB" : bytes " B"
    }
    function median(key,   n, i, j, t, v) {
      n = count[key]
      if (!n) return ""
      for (i = 1; i <= n; i++) v[i] = value[key, i]
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    NF == 6 {
      row = $2 SUBSEP $3 SUBSEP $4
      if (!(row in seen)) { seen[row] = 1; order[++rows] = row }
      key = $1 SUBSEP row
      value[key, ++count[key]] = $5
      low = $1 SUBSEP row
      if (!(low in p10) || $6 < p10[low]) p10[low] = $6
    }
    END {
      n = split(peers, peer, " ")
      printf "%-15s %8s %5s", "us", "size", "ranks"
      for (i = 1; i <= n; i++) printf " %12s", peer[i]
      printf " %12s %12s %9s %9s", "better", "metaproc", "ratio", "p10 ratio"
      while (goals != "" && (getline line < goals) > 0) {
        split(line, field, "\t")
        goal[field[1] SUBSEP field[2] SUBSEP field[3]] = field[4]
      }
      print goals != "" ? "      goal" : ""
      for (r = 1; r <= rows; r++) {
        if (goals != "" && !(order[r] in goal)) continue
        split(order[r], part, SUBSEP)
        printf "%-15s %8s %5d", part[1], size(part[2]), part[3]
        better = ""; low = ""
        for (i = 1; i <= n; i++) {
          them = median(peer[i] SUBSEP order[r])
          printf " %12s", number(them)
          if (them != "" && (better == "" || them < better)) better = them
          k = peer[i] SUBSEP order[r]
          if (k in p10 && (low == "" || p10[k] < low)) low = p10[k]
        }
        us = median("metaproc" SUBSEP order[r])
        ratio = us != "" && better != "" ? sprintf("%.2fx", better / us) : "-"
        k = "metaproc" SUBSEP order[r]
        lows = (k in p10) && low != "" ? sprintf("%.2fx", low / p10[k]) : "-"
        printf " %12s %12s %9s %9s", number(better), number(us), ratio, lows
        if (goals == "") print ""
        else printf " %8sx %s\n", goal[order[r]], (lows != "-" && lows + 0 >= goal[order[r]] + 0) ? "reached" : ""
      }
    }' "$1"
}

p2p() {
  : >"$results/rows"
  interleaved p2p P2pBenchmark 2
  table "$results/rows"
}

collectives() {
  : >"$results/rows"
  local ranks
  for ranks in "$@"; do interleaved collectives CollectivesBenchmark "$ranks"; done
  table "$results/rows"
}

# All that has a goal, interleaved in one run. goals [PART...]
goals() {
  local part
  [[ $# -gt 0 ]] || set -- 2 8 16 64 mpj many launch
  find_java
  for part in "$@"; do
    case $part in
      mpj) goals_mpj ;;
      many) goals_many ;;
      launch) goals_launch ;;
      *) goals_ranks "$part" ;;
    esac
    echo
  done
}

# The operations of goals.tsv for so many ranks: goal_operations PROGRAM RANKS
goal_operations() {
  awk -F'\t' -v program="$1" -v ranks="$2" '
    { isP2p = $1 ~ /^(pingpong|message_rate)/ }
    /^[^#]/ && $3 == ranks && (program == "p2p") == isP2p { print $1 ":" $2 }' "$here/goals.tsv"
}

goals_ranks() {
  local operations
  : >"$results/rows"
  mapfile -t operations < <(goal_operations p2p "$1")
  [[ ${#operations[@]} -gt 0 ]] && interleaved p2p P2pBenchmark "$1" "${operations[@]}"
  mapfile -t operations < <(goal_operations collectives "$1")
  [[ ${#operations[@]} -gt 0 ]] && interleaved collectives CollectivesBenchmark "$1" "${operations[@]}"
  table "$results/rows" "$here/goals.tsv"
  [[ $1 == 2 ]] && against_arraycopy
}

# What one core needs to fetch a mebibyte from another, which a large message cannot do without.
against_arraycopy() {
  "$java" -cp "$here/target/classes" dev.metaproc.benchmarks.ArrayCopyBenchmark "$BUDGET_MS" |
    cat - "$results/rows" | awk -F'\t' '
      $1 == "arraycopy" { copy = $5 }
      $1 == "metaproc" && $2 == "pingpong" && $3 == 1048576 && (!ours || $6 < ours) { ours = $6 }
      END { printf "System.arraycopy of 1 MiB between the cores: %.1f us, pingpong %.1f us: %.2fx, goal 0.9x %s\n",
              copy, ours, copy / ours, (copy / ours >= 0.9) ? "reached" : "" }'
}

goals_mpj() {
  [[ -e /usr/share/mpj/lib/starter.jar ]] ||
    apt-get install -y -qq libmpj-java liblog4j1.2-java >/dev/null || { say "no MPJ Express to compare with"; return; }
  against_mpj_express
}

goals_many() {
  local ranks isolation
  echo "us, which no C MPI can; goal: 1000 ranks in 100 us each, and 10000 ranks run"
  for ranks in 1000 10000; do
    for isolation in loader shared; do
      say "  $ranks ranks, --isolation=$isolation"
      ours "$ranks" ManyRanksBenchmark "$BUDGET_MS" --isolation=$isolation |
        awk -F'\t' -v how="$isolation" '{ printf "%-15s %6d ranks %12s %12s  %s\n", $1, $3, $4, $5, how }'
    done
  done
}

goals_launch() {
  launch 1 64 1000
  echo "goal: 64 ranks in 0.5 s more than 1, with 100 MB; 1000 in 2 s"
}

# --- launch --------------------------------------------------------------------------------------

hold=60000

# plain_jvms N [ARGUMENT...]: as many JVMs, each with the flags that suit many small JVMs best
plain_jvms() {
  local n=$1 i
  shift
  for ((i = 0; i < n; i++)); do
    java25 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$here/target/classes" \
      dev.metaproc.benchmarks.PlainHello "$@" &
  done
  wait
}

java25() { "$java" "$@"; }

find_java() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
    [[ -x $home/bin/java ]] && "$home/bin/java" -version 2>&1 | grep -q '"25' &&
      { java=$home/bin/java; return; }
  done
  java=java
}

descendants() {
  local children child
  children=$(cat /proc/"$1"/task/*/children 2>/dev/null)
  for child in $children; do
    echo "$child"
    descendants "$child"
  done
}

# run_launch WHO RANKS [ARGUMENT...]
run_launch() {
  local who=$1 ranks=$2
  shift 2
  case $who in
    metaproc) ours "$ranks" Hello "$@" ;;
    jvms) plain_jvms "$ranks" "$@" ;;
    *) theirs "$who" "$ranks" hello "$@" ;;
  esac
}

# Seconds for the whole command, best of ROUNDS.
launch_seconds() {
  local round start best=
  for ((round = 1; round <= ROUNDS; round++)); do
    start=$EPOCHREALTIME
    run_launch "$@" >/dev/null 2>"$results/errors" || { tail -3 "$results/errors" >&2; return 1; }
    best=$(awk -v s="$start" -v e="$EPOCHREALTIME" -v b="$best" \
      'BEGIN { t = e - s; print (b == "" || t < b) ? t : b }')
  done
  echo "$best"
}

# RSS and PSS in MiB of the command and everything it started, while every rank is alive.
launch_memory() {
  local who=$1 ranks=$2 expected=1 pid pids i
  [[ $who == jvms ]] && expected=$ranks
  : >"$results/here"
  run_launch "$who" "$ranks" "$hold" >"$results/here" 2>/dev/null &
  pid=$!
  for ((i = 0; i < TIMEOUT * 10; i++)); do
    [[ $(grep -c here "$results/here") -ge $expected ]] && break
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.1
  done
  pids=$(descendants "$pid")
  for i in $pids; do cat "/proc/$i/smaps_rollup" 2>/dev/null; done |
    awk '/^Rss:/ { rss += $2 } /^Pss:/ { pss += $2 } END { printf "%d %d\n", rss / 1024, pss / 1024 }'
  kill $pids 2>/dev/null # those that launch_memory started, by id
  wait "$pid" 2>/dev/null
  return 0
}

# What is not started that often is measured at 64 ranks and scaled, and marked so.
launch() {
  local ranks who most at
  local -A seconds memory
  find_java
  printf '%-7s %-10s %12s %12s %12s\n' ranks who seconds 'RSS MiB' 'PSS MiB'
  for ranks in "$@"; do
    for who in $PEERS jvms metaproc; do
      [[ $who == metaproc && ! -x $mpiexec ]] && continue
      [[ $who == jvms && ! -e $here/target/classes/dev/metaproc/benchmarks/PlainHello.class ]] && continue
      most=64
      [[ $who == metaproc ]] && most=$ranks
      at=$((ranks < most ? ranks : most))
      if [[ -z ${seconds[$who $at]+known} ]]; then
        say "  launch $at ranks: $who"
        memory[$who $at]=
        if seconds[$who $at]=$(launch_seconds "$who" "$at"); then
          memory[$who $at]=$(launch_memory "$who" "$at")
        fi
      fi
      awk -v ranks="$ranks" -v at="$at" -v who="$who" \
        -v seconds="${seconds[$who $at]}" -v memory="${memory[$who $at]}" '
        function scaled(x, format) {
          if (x == "") return "-"
          return at == ranks ? sprintf(format, x) : sprintf("~" format, x * ranks / at)
        }
        BEGIN {
          split(memory, m, " ")
          printf "%-7d %-10s %12s %12s %12s%s\n", ranks, who, scaled(seconds, "%.2f"),
            scaled(m[1], "%d"), scaled(m[2], "%d"), at == ranks ? "" : "   ~ scaled up from " at
        }'
    done
  done
}

# --- main ----------------------------------------------------------------------------------------

what=${1:-quick}
[[ $# -gt 0 ]] && shift
case $what in
  quick | goals | p2p | collectives | launch) ;;
  -h | --help) usage; exit ;;
  *) say "compare.sh: no selection '$what'"; usage >&2; exit 2 ;;
esac
for ranks in "$@"; do
  [[ $what == goals && $ranks =~ ^(2|8|16|64|mpj|many|launch)$ ]] && continue
  [[ $what != goals && $ranks =~ ^[1-9][0-9]*$ ]] || { say "compare.sh: '$ranks' is no number of ranks"; exit 2; }
done

install_peers
build_c
build_ours
results=$(mktemp -d)
trap leave EXIT
enter_group
describe
case $what in
  goals) goals "$@" ;;
  p2p) p2p ;;
  collectives) [[ $# -gt 0 ]] || set -- 2 8 16 64; collectives "$@" ;;
  launch) [[ $# -gt 0 ]] || set -- 4 64 1000; launch "$@" ;;
  quick)
    ROUNDS=2
    p2p
    echo
    collectives 8
    echo
    launch 4 64
    ;;
esac
