#!/bin/sh
# Runs a corpus of programs in a host: corpus/run.sh --help. Builds the runner if it is missing.
set -u
here=$(cd -P "$(dirname "$0")" && pwd) || exit 125
metaproc_bin=$here/../bin
. "$metaproc_bin/.metaproc-env.sh"

metaproc_find_jdk
if [ ! -d "$here/target/lib" ]; then
  (cd "$here/.." && mvn -q -B -Dquick package -pl corpus -am) >&2 || metaproc_fail "the build failed"
fi
# shellcheck disable=SC2086 # METAPROC_JVM_OPTIONS is several words
exec "$metaproc_java_home/bin/java" -XX:+UseG1GC -XX:MaxRAMPercentage=50 \
  --add-opens=java.base/java.lang=ALL-UNNAMED \
  --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  ${METAPROC_JVM_OPTIONS:-} \
  -cp "$here/target/classes:$here/target/lib/*" dev.metaproc.corpus.CorpusMain "$@"
