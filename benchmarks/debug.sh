#!/bin/sh
# What debugging costs. One argument chooses a part, none runs all:
#   hit       a breakpoint hit and a step of one rank, against the same program in a JVM of its own
#   others    what a debugger of one rank costs another rank's exceptions, calls and loops
#   attach    from the command to the first prompt of the console and of jdb's interface, 64 ranks
#             that wait and 64 that compute, and the same for 64 threads of a JVM without us
#   thousand  1,000 programs listed, and their stacks merged
# Every ratio is of medians, taken in turns.
set -eu
cd "$(dirname "$0")"
part=${1:-all}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
METAPROC_RUNTIME_DIR=$work/run
METAPROC_STATE_DIR=$work/state
export METAPROC_RUNTIME_DIR METAPROC_STATE_DIR
target=
trap '[ -z "$target" ] || kill $target 2> /dev/null; rm -rf "$work"' EXIT
"${java}c" -g -d "$work/programs" debug/Target.java debug/Load.java \
  debug/Idle.java debug/Many.java
"${java}c" -d "$work/client" debug/Client.java debug/Watch.java

wanted() { [ "$part" = all ] || [ "$part" = "$1" ]; }

# port FILE PATTERN: waits for a line and gives the number at its end
port() {
  until grep -q "$2.*address: [0-9]" "$1"; do sleep 0.1; done
  sed -n "s/^.*$2.*address: \([0-9]*\)$/\1/p" "$1" | head -1
}

end() {
  kill "$target"
  wait "$target" 2> /dev/null || true
  target=
}

# median COLUMN FILE
median() { sort -n -k"$1,$1" "$2" | awk -v c="$1" '{v[NR]=$c} END {print v[int((NR+1)/2)]}'; }

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# console PORT LINE...: the median milliseconds of a console that is told these; $work/said has its answer
console() {
  all=$1
  shift
  printf '%s\n' "$@" > "$work/script"
  for round in 1 2 3; do
    from=$(milliseconds)
    ../bin/metaproc debug --batch -x "$work/script" --attach "$all" > "$work/said"
    echo "ms $(($(milliseconds) - from))"
  done > "$work/console"
  median 2 "$work/console"
}

if wanted hit; then
  for round in 1 2 3; do
    "$java" -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0 \
      -cp "$work/programs" Target > "$work/out" &
    target=$!
    "$java" -cp "$work/client" Client "$(port "$work/out" Listening)" >> "$work/direct"
    end
    ../bin/mpiexec -n 1 --threads=platform --debug java -cp "$work/programs" Target > "$work/out" &
    target=$!
    "$java" -cp "$work/client" Client "$(port "$work/out" Listening)" >> "$work/ours"
    end
  done
  for what in hit_thread_us step_thread_us hit_all_us step_all_us attach_ms; do
    grep "^$what" "$work/direct" > "$work/d"
    grep "^$what" "$work/ours" > "$work/o"
    echo "$what $(median 2 "$work/d") $(median 2 "$work/o")" \
      | awk '{printf "%-16s direct %6d  multiplexer %6d  ratio %.2f\n", $1, $2, $3, $3 / $2}'
  done
fi

if wanted others; then
  ../bin/mpiexec -n 1 --threads=platform --debug=0 java -cp "$work/programs" Target \
    : -n 1 java -cp "$work/programs" Load > "$work/out" 2> /dev/null &
  target=$!
  address=$(port "$work/out" Listening)
  sleep 4
  for round in 1 2 3; do
    from=$(wc -l < "$work/out")
    sleep 4
    tail -n +$((from + 2)) "$work/out" | grep '^load' >> "$work/alone"
    "$java" -cp "$work/client" Watch "$address" 6 &
    watch=$!
    sleep 2
    from=$(wc -l < "$work/out")
    sleep 4
    tail -n +$((from + 2)) "$work/out" | grep '^load' >> "$work/watched"
    wait "$watch"
  done
  end
  column=2
  for what in exceptions calls loops; do
    echo "$what $(median $column "$work/alone") $(median $column "$work/watched")" \
      | awk '{printf "%-16s alone %9.3f ns  debugged beside %9.3f ns  speed %.2f\n", $1, $2, $3, $2 / $3}'
    column=$((column + 1))
  done
fi

# attach CLASS NAME: 64 ranks of a program, and 64 threads of it in a JVM of its own
attach() {
  ../bin/mpiexec -n 64 --debug=0 java -cp "$work/programs" "$1" > "$work/out" 2> "$work/err" &
  target=$!
  answered=$(console "$(port "$work/err" all)" 'info inferiors')
  for round in 1 2 3; do
    "$java" -cp "$work/client" Client "$(port "$work/out" Listening)" attach
  done > "$work/jdi"
  end
  for round in 1 2 3; do # it takes one debugger in its life
    "$java" -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0 \
      -cp "$work/programs" Many "$1" 64 > "$work/out" &
    target=$!
    "$java" -cp "$work/client" Client "$(port "$work/out" Listening)" attach
    end
  done > "$work/plain"
  echo "console_64_$2  $answered ms from the command to the answer of info inferiors"
  echo "attach_64_$2   $(median 2 "$work/jdi") ms from JDI's attach to the threads of one rank;" \
    "$(median 2 "$work/plain") ms for 64 such threads in a JVM of their own"
}

if wanted attach; then
  attach Idle waiting
  attach Target busy
fi

if wanted thousand; then
  ../bin/metaproc run -d -n 1000 --name many -cp "$work/programs" Idle > /dev/null
  for round in 1 2 3; do
    from=$(milliseconds)
    ../bin/metaproc threads --merge many > "$work/merged"
    echo "ms $(($(milliseconds) - from))" >> "$work/threads"
  done
  ../bin/metaproc host stop
  echo "merged_1000      $(median 2 "$work/threads") ms by metaproc threads --merge; $(head -1 "$work/merged")"
  ../bin/mpiexec -n 1000 --debug=0 java -cp "$work/programs" Idle > "$work/out" 2> "$work/err" &
  target=$!
  answered=$(console "$(port "$work/err" all)" 'info inferiors' where)
  end
  echo "console_1000     $answered ms for info inferiors and where; $(grep -c pid "$work/said") listed"
fi
