#!/bin/sh
# What the multiplexer adds to a debugger's work: a breakpoint hit and a step of one of N ranks
# (default 1), against the same program in a JVM of its own. Medians in microseconds.
set -eu
cd "$(dirname "$0")"
ranks=${1:-1}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'kill $target 2> /dev/null; rm -rf "$work"' EXIT
"${java}c" -g -d "$work/target" debug/Target.java
"${java}c" -d "$work/client" debug/Client.java

port() {
  until port=$(sed -n "s/.*Listening for transport dt_socket at address: //p" "$1" | head -1) \
    && [ -n "$port" ] && [ "$(grep -c Listening "$1")" -ge "$2" ]; do sleep 0.1; done
}

measure() {
  sleep 1
  "$java" -cp "$work/client" Client "$port" | sed "s/^/$1 /"
  kill "$target"
  wait "$target" 2> /dev/null || true
}

"$java" -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0 \
  -cp "$work/target" Target > "$work/direct.txt" &
target=$!
port "$work/direct.txt" 1
measure direct
../bin/mpiexec -n "$ranks" --debug java -cp "$work/target" Target > "$work/ours.txt" &
target=$!
port "$work/ours.txt" "$ranks"
measure multiplexer
