#!/usr/bin/env bash
# What a host costs and saves, beside JVMs of their own. Peers and ours are interleaved in one run; each table ends in ratios.
#   benchmarks/host.sh                          all of it, about 15 minutes
#   benchmarks/host.sh tools [TOOL…]            warm runs of ecj google-java-format checkstyle antlr closure
#   benchmarks/host.sh first [TOOL…]            the first run in a host that has just started, with and without cached classes
#   benchmarks/host.sh services [jetty|h2 [N…]] memory and start of N copies (1 5 20): one host, N JVMs
#   benchmarks/host.sh launches [COUNT]         10000 launches in one host: what grows, how many a second
#   benchmarks/host.sh clients [COUNT]          200 clients at once
# Tools and services come from Maven Central, once, into benchmarks/target/host. RUNS (20) is how often a tool runs, MODES
# ("loader shared") the isolation that services are tried with. Processor times hold on a loaded machine, wall times do not.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
store=$root/benchmarks/target/host
mkdir -p "$store"
scratch=$(mktemp -d)
export METAPROC_RUNTIME_DIR=$scratch/run METAPROC_STATE_DIR=$scratch/state
unset JAVA_HOME
metaproc=$root/bin/metaproc
home=$("$metaproc" java-home)
read -r jdk < "$home/.metaproc-java-home"
java=$jdk/bin/java
nailgun_pid=
finish() {
  "$metaproc" host stop > /dev/null 2>&1 || true
  [ -z "$nailgun_pid" ] || kill "$nailgun_pid" 2> /dev/null || true
  # shellcheck disable=SC2046 # several words
  kill $(jobs -p) 2> /dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT

say() { printf '%s\n' "$*"; }
now() { date +%s%N; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.1fx", a / b; else printf "-" }'; }
host_pid() { sed 's/.*"pid":\([0-9]*\).*/\1/' "$METAPROC_RUNTIME_DIR/default.json"; }

# All an artifact needs, in one directory: fetch NAME GROUP:ARTIFACT:VERSION[:CLASSIFIER]
fetch() {
  local dir=$store/$1
  [ ! -e "$dir/.done" ] || return 0
  IFS=: read -r group artifact version classifier <<< "$2"
  rm -rf "$dir" && mkdir -p "$dir"
  cat > "$dir/pom.xml" << END
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>
${classifier:+<classifier>$classifier</classifier><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>}
</dependency></dependencies></project>
END
  mvn -q -B -ntp -f "$dir/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$dir" > "$dir/fetch.log" 2>&1 || { cat "$dir/fetch.log" >&2; exit 1; }
  touch "$dir/.done"
}

# --- tools -----------------------------------------------------------------------------------------------------------

sources() { find "$root/isolation/src/main/java/dev/metaproc/isolation/scheduler" -name '*.java' | sort; }

# Sets main and words of a tool; what it writes goes below $scratch.
tool() {
  local gjf_opens=() each
  for each in api code file parser tree util; do
    gjf_opens+=(--add-exports "jdk.compiler/com.sun.tools.javac.$each=ALL-UNNAMED")
  done
  case $1 in
    ecj)
      fetch ecj org.eclipse.jdt:ecj:3.40.0
      main=org.eclipse.jdt.internal.compiler.batch.Main options=()
      words=(-21 -nowarn -proceedOnError -d none "$scratch/Sample.java")
      ;;
    google-java-format)
      fetch gjf com.google.googlejavaformat:google-java-format:1.24.0
      main=com.google.googlejavaformat.java.Main options=("${gjf_opens[@]}")
      words=("$scratch/Sample.java")
      ;;
    checkstyle)
      fetch checkstyle com.puppycrawl.tools:checkstyle:10.20.1
      main=com.puppycrawl.tools.checkstyle.Main options=()
      words=(-c /google_checks.xml "$scratch/Sample.java")
      ;;
    antlr)
      fetch antlr org.antlr:antlr4:4.13.2:complete
      main=org.antlr.v4.Tool options=()
      words=(-o "$scratch/antlr" "$scratch/Sample.g4")
      ;;
    closure)
      fetch closure com.google.javascript:closure-compiler:v20240317
      main=com.google.javascript.jscomp.CommandLineRunner options=()
      words=(--js "$scratch/sample.js")
      ;;
    *)
      say "no tool $1: ecj google-java-format checkstyle antlr closure" >&2
      exit 2
      ;;
  esac
  local dir=$1
  [ "$dir" != google-java-format ] || dir=gjf
  path=$(find "$store/$dir" -name '*.jar' | sort | paste -sd:)
}

samples() {
  sed 's/^package .*//' "$root/launcher/src/main/java/dev/metaproc/launcher/javaline/Words.java" > "$scratch/Sample.java"
  sed -i 's/\bWords\b/Sample/g' "$scratch/Sample.java"
  cat > "$scratch/Sample.g4" << 'END'
grammar Sample;
all: (rule | sum)* EOF;
rule: NAME '=' sum ';';
sum: sum ('*' | '/') sum | sum ('+' | '-') sum | NUMBER | NAME | '(' sum ')';
NAME: [a-z]+;
NUMBER: [0-9]+ ('.' [0-9]+)?;
SPACE: [ \t\r\n]+ -> skip;
END
  for i in $(seq 60); do
    echo "function f$i(a, b) { var c = a * $i + b; if (c > 10) { return c - f$i(a - 1, b); } return c; } console.log(f$i(1, 2));"
  done > "$scratch/sample.js"
}

# Nailgun's own server, where a JDK with a security manager is: it isolates nothing, and System.exit is an exception.
start_nailgun() {
  local old='' each
  for each in /usr/lib/jvm/*17* /usr/lib/jvm/*21*; do
    [ ! -x "$each/bin/java" ] || { old=$each; break; }
  done
  [ -n "$old" ] && command -v ng-nailgun > /dev/null || return 0
  fetch nailgun com.martiansoftware:nailgun-server:0.9.1
  local opens=()
  for each in api code file parser tree util; do
    opens+=(--add-exports "jdk.compiler/com.sun.tools.javac.$each=ALL-UNNAMED")
  done
  "$old/bin/java" -Djava.security.manager=allow "${opens[@]}" -cp "$path:$(find "$store/nailgun" -name '*.jar' | paste -sd:)" \
    com.martiansoftware.nailgun.NGServer 127.0.0.1:2213 > "$scratch/nailgun.log" 2>&1 &
  nailgun_pid=$!
  for _ in $(seq 100); do
    grep -q started "$scratch/nailgun.log" && return 0
    sleep 0.1
  done
  kill "$nailgun_pid" 2> /dev/null || true
  nailgun_pid=
}

# Processor time that a server has used, in ms.
used() { awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$1/stat"; }

# Wall and processor time of one run in ms, appended to $scratch/times.NAME and cpu.NAME: that of the command and, where
# there is one, of the server that did the work. The output must be what java's was.
once() {
  local name=$1 start end server='' before=0 TIMEFORMAT='%3U %3S'
  shift
  case $name in
    host) server=$(host_pid) ;;
    nailgun) server=$nailgun_pid ;;
  esac
  [ -z "$server" ] || before=$(used "$server")
  start=$(now)
  { time "$@" < /dev/null > "$scratch/out" 2> "$scratch/err"; } 2> "$scratch/time" || true
  end=$(now)
  [ -z "$server" ] || before=$(($(used "$server") - before))
  echo $(((end - start) / 1000000)) >> "$scratch/times.$name"
  tail -1 "$scratch/time" | awk -v s="$before" '{ printf "%d\n", ($1 + $2) * 1000 + s }' >> "$scratch/cpu.$name"
  if [ -e "$scratch/expected" ] && ! cmp -s "$scratch/out" "$scratch/expected"; then
    say "$name printed something else than java:" && diff "$scratch/expected" "$scratch/out" | head -5
    head -5 "$scratch/err"
    return 1
  fi
  [ -e "$scratch/expected" ] || cp "$scratch/out" "$scratch/expected"
}

at() { sed -n "$2p" "$scratch/times.$1"; }
median() { tail -n +2 "$scratch/$1.$2" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

tools() {
  local runs=${RUNS:-20} each peer peers
  samples
  printf '%-20s %-8s %7s %7s %7s %7s %7s   %s\n' "ms" "" first 2nd "${runs}th" median cpu \
    "ours is faster: 2nd / ${runs}th / median / median of processor time"
  for each in "$@"; do
    tool "$each"
    rm -f "$scratch"/times.* "$scratch"/cpu.* "$scratch/expected"
    # with the class path and the collector that its runs will have
    "$java" -XX:AOTCacheOutput="$scratch/$each.aot" "${options[@]}" -cp "$path" "$main" "${words[@]}" > "$scratch/train" 2>&1 || true
    "$metaproc" host stop > /dev/null 2>&1 || true
    "$metaproc" host start > /dev/null
    start_nailgun
    peers="java aot host"
    for ((i = 0; i < runs; i++)); do
      once java "$java" "${options[@]}" -cp "$path" "$main" "${words[@]}"
      once aot "$java" -XX:AOTCache="$scratch/$each.aot" '-Xlog:aot*=off' '-Xlog:cds*=off' "${options[@]}" -cp "$path" "$main" "${words[@]}"
      once host "$root/bin/java" "${options[@]}" -cp "$path" "$main" "${words[@]}"
      if [ -n "$nailgun_pid" ]; then
        peers="java aot nailgun host"
        once nailgun ng-nailgun --nailgun-server 127.0.0.1 --nailgun-port 2213 "$main" "${words[@]}" || {
          kill "$nailgun_pid" 2> /dev/null || true
          nailgun_pid= peers="java aot host"
        }
      fi
    done
    for peer in $peers; do
      printf '%-20s %-8s %7s %7s %7s %7s %7s' "$each" "$peer" "$(at "$peer" 1)" "$(at "$peer" 2)" \
        "$(at "$peer" "$runs")" "$(median times "$peer")" "$(median cpu "$peer")"
      [ "$peer" = host ] || printf '   %s / %s / %s / %s' "$(ratio "$(at "$peer" 2)" "$(at host 2)")" \
        "$(ratio "$(at "$peer" "$runs")" "$(at host "$runs")")" \
        "$(ratio "$(median times "$peer")" "$(median times host)")" "$(ratio "$(median cpu "$peer")" "$(median cpu host)")"
      say
    done
    [ -z "$nailgun_pid" ] || kill "$nailgun_pid" 2> /dev/null || true
    nailgun_pid=
  done
}

# Sets a host in which nothing has run up, with classes cached in that directory, and runs the tool there.
fresh() {
  export METAPROC_CACHE=$scratch/cache.$1
  "$metaproc" host stop > /dev/null 2>&1 || true
  "$metaproc" host start > /dev/null
  rm -f "$scratch/times.host" "$scratch/cpu.host"
  once host "$root/bin/java" "${options[@]}" -cp "$path" "$main" "${words[@]}"
  cat "$scratch/times.host" >> "$scratch/times.$1"
  cat "$scratch/cpu.host" >> "$scratch/cpu.$1"
}

first() {
  local runs=${RUNS:-5} each peer i start host_wall=() host_cpu=()
  samples
  hello
  printf '%-20s %-8s %7s %7s   %s\n' "ms" "" wall cpu "ours takes: wall / processor time"
  for ((i = 0; i < runs; i++)); do
    once empty "$java" -cp "$scratch/classes" Hello 1
    rm -f "$scratch/expected"
    "$metaproc" host stop > /dev/null 2>&1 || true
    start=$(now)
    "$metaproc" host start > /dev/null
    echo $((($(now) - start) / 1000000)) >> "$scratch/times.start"
    used "$(host_pid)" >> "$scratch/cpu.start"
  done
  report "a host starts" empty start
  for each in "$@"; do
    tool "$each"
    rm -rf "$scratch"/times.* "$scratch"/cpu.* "$scratch/expected" "$scratch"/cache.*
    for ((i = 0; i <= runs; i++)); do
      once java "$java" "${options[@]}" -cp "$path" "$main" "${words[@]}"
      rm -rf "$scratch/cache.without"
      fresh without
      fresh with # the first fills the cache, and median leaves it out
    done
    report "$each" java without with
  done
}

# One line a peer, with its ratio to the first.
report() {
  local title=$1 base=$2 peer
  shift
  for peer in "$@"; do
    printf '%-20s %-8s %7s %7s' "$title" "$peer" "$(median times "$peer")" "$(median cpu "$peer")"
    [ "$peer" = "$base" ] || printf '   %s / %s' "$(ratio "$(median times "$peer")" "$(median times "$base")")" \
      "$(ratio "$(median cpu "$peer")" "$(median cpu "$base")")"
    say
  done
}

# --- services --------------------------------------------------------------------------------------------------------

# Sets line: what would follow java, for a service that listens on a port.
service() {
  case $1 in
    h2)
      fetch h2 com.h2database:h2:2.3.232
      line=(-cp "$store/h2/h2-2.3.232.jar" org.h2.tools.Server -tcp -tcpPort "$2" -baseDir "$scratch")
      ;;
    jetty)
      if [ ! -d "$store/jetty-base" ]; then
        mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
          -Dartifact=org.eclipse.jetty:jetty-home:12.0.16:tar.gz -DoutputDirectory="$store" > "$store/jetty.log" 2>&1 || {
          cat "$store/jetty.log" >&2
          exit 1
        }
        tar xzf "$store/jetty-home-12.0.16.tar.gz" -C "$store"
        mkdir -p "$store/jetty-base"
        (cd "$store/jetty-base" && "$java" -jar "$store/jetty-home-12.0.16/start.jar" --add-modules=http > /dev/null 2>&1)
      fi
      line=("-Djetty.base=$store/jetty-base" -jar "$store/jetty-home-12.0.16/start.jar" "jetty.http.port=$2")
      ;;
  esac
}

listening() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

await_ports() {
  local port
  for ((port = $1; port < $1 + $2; port++)); do
    until listening "$port"; do sleep 0.02; done
  done
}

# PSS of processes in MiB.
pss() {
  local pid sum=0
  for pid in "$@"; do
    sum=$((sum + $(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup")))
  done
  echo $((sum / 1024))
}

services() {
  local kind=$1 n port start pids i name
  shift
  for n in "$@"; do
    port=21000 pids=()
    start=$(now)
    for ((i = 0; i < n; i++)); do
      service "$kind" $((port + i))
      "$java" "${line[@]}" > "$scratch/jvm.$i" 2>&1 < /dev/null &
      pids+=($!)
    done
    await_ports $port "$n"
    local jvms_ms=$((($(now) - start) / 1000000)) jvms_mb
    sleep 1
    jvms_mb=$(pss "${pids[@]}")
    kill "${pids[@]}" && wait "${pids[@]}" 2> /dev/null || true
    for name in ${MODES:-default}; do
      options=()
      [ "$name" = default ] || options=(--isolation "$name")
      port=22000
      "$metaproc" host stop > /dev/null 2>&1 || true
      start=$(now)
      for ((i = 0; i < n; i++)); do
        service "$kind" $((port + i))
        "$metaproc" run -d ${options[@]+"${options[@]}"} --name "$kind-$i" "${line[@]}" > /dev/null &
      done
      await_ports $port "$n"
      local host_ms=$((($(now) - start) / 1000000)) host_mb
      sleep 1
      host_mb=$(pss "$(host_pid)")
      printf '%-6s %3s   JVMs %6s ms %5s MiB   host (%s) %6s ms %5s MiB   start %s memory %s\n' "$kind" "$n" \
        "$jvms_ms" "$jvms_mb" "$name" "$host_ms" "$host_mb" "$(ratio "$jvms_ms" "$host_ms")" "$(ratio "$jvms_mb" "$host_mb")"
      "$metaproc" rm -f "$kind-*" > /dev/null
    done
  done
}

# --- launches and clients --------------------------------------------------------------------------------------------

hello() {
  mkdir -p "$scratch/classes"
  cat > "$scratch/Hello.java" << 'END'
public class Hello {
  static int runs;

  public static void main(String[] words) {
    System.out.println("hello " + ++runs + " " + words[0]);
  }
}
END
  "$jdk/bin/javac" -d "$scratch/classes" "$scratch/Hello.java"
}

# Heap after a collection, metaspace, threads and descriptors of the host.
state() {
  local pid
  pid=$(host_pid)
  for _ in 1 2 3; do "$jdk/bin/jcmd" "$pid" GC.run > /dev/null; done
  "$jdk/bin/jcmd" "$pid" GC.heap_info | awk '/garbage-first|heap/ && /used/ { sub(/.*used /, ""); printf "heap %s", $1; exit }'
  "$jdk/bin/jstat" -gc "$pid" | awk 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "MU") c = i } NR == 2 { printf "  metaspace %dK", $c }'
  printf '  threads %s  descriptors %s\n' "$(awk '/^Threads/ { print $2 }' "/proc/$pid/status")" "$(find "/proc/$pid/fd" -type l | wc -l)"
}

launch() {
  # one client, COUNT launches; every output is counted
  seq "$1" | xargs -P 2 -I N "$client" --nailgun-server "local:$METAPROC_RUNTIME_DIR/default.sock" java -cp "$scratch/classes" Hello N |
    grep -c '^hello 1 '
}

launches() {
  client=$(command -v ng-nailgun) || { say "launches needs ng-nailgun (apt install nailgun)" >&2; exit 2; }
  hello
  "$metaproc" host stop > /dev/null 2>&1 || true
  "$metaproc" host start > /dev/null
  local warm=1000 count=$1 start ok
  launch $warm > /dev/null
  say "after $warm launches: $(state)"
  start=$(now)
  ok=$(launch "$count")
  local ms=$((($(now) - start) / 1000000))
  say "after $count more:    $(state)"
  say "$ok of $count said hello, $((count * 1000 / ms)) launches/s; leaks: $("$metaproc" leaks | tail -n +2 | wc -l)"
}

clients() {
  client=$(command -v ng-nailgun) || { say "clients needs ng-nailgun (apt install nailgun)" >&2; exit 2; }
  hello
  "$metaproc" host start > /dev/null
  launch 50 > /dev/null
  local count=$1 start ok
  start=$(now)
  ok=$(seq "$count" | xargs -P "$count" -I N "$client" --nailgun-server "local:$METAPROC_RUNTIME_DIR/default.sock" \
    java -cp "$scratch/classes" Hello N | grep -c '^hello 1 ')
  say "$ok of $count clients at once were served in $((($(now) - start) / 1000000)) ms"
}

what=${1:-all}
[ $# -eq 0 ] || shift
all_tools=(ecj google-java-format checkstyle antlr closure)
case $what in
  first) [ $# -gt 0 ] || set -- "${all_tools[@]}"; first "$@" ;;
  tools) [ $# -gt 0 ] || set -- "${all_tools[@]}"; tools "$@" ;;
  services)
    kinds=("${1:-jetty}")
    [ $# -gt 0 ] || kinds=(jetty h2)
    [ $# -lt 1 ] || shift
    [ $# -gt 0 ] || set -- 1 5 20
    for kind in "${kinds[@]}"; do services "$kind" "$@"; done
    ;;
  launches) launches "${1:-10000}" ;;
  clients) clients "${1:-200}" ;;
  all)
    tools "${all_tools[@]}"
    for kind in jetty h2; do services "$kind" 1 5 20; done
    clients 200
    launches 10000
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
