#!/bin/sh
# Runs the public test suites of corpus/suites: first as plain java, which is what is expected, then in shared mode, one at
# a time and two at once. Jars come from Maven Central by the ordinary client.
set -eu
here=$(cd -P "$(dirname "$0")" && pwd)
for artifact in org.junit.platform:junit-platform-console-standalone:1.11.4 org.apache.commons:commons-lang3:3.14.0 \
  org.apache.commons:commons-lang3:3.14.0:jar:tests org.apache.commons:commons-text:1.11.0 \
  org.junit-pioneer:junit-pioneer:1.9.1 com.google.code.findbugs:jsr305:3.0.2 org.hamcrest:hamcrest:2.2; do
  mvn -q -B dependency:get -Dtransitive=false -Dartifact="$artifact"
done
suites=$(mktemp -d)
trap 'rm -rf "$suites"' EXIT
cp -R "$here/suites/." "$suites"
"$here/run.sh" --record "$suites"
for expected in "$suites"/*/expected/stdout.txt; do
  grep '^\[ .* tests ' "$expected"
done
"$here/run.sh" --isolation shared --mode sequence,pairs "$suites"
