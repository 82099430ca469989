#!/usr/bin/env bash
# The engine's rules about slots and wake-ups under jcstress. Needs: mvn package
#   mpi-lite/src/jcstress/run.sh [jcstress options]     -m quick by default; -l lists, -t REGEX chooses
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target
java=${JAVA_HOME:+$JAVA_HOME/bin/}
engine=$target/classes:$here/../../../isolation/target/classes
mkdir -p "$target/jcstress/classes"
mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$target/jcstress/lib"
"${java}javac" -proc:full -d "$target/jcstress/classes" -cp "$engine:$target/jcstress/lib/*" "$here"/java/dev/metaproc/mpi/*.java
[ $# -gt 0 ] || set -- -m quick
cd "$target/jcstress"
exec "${java}java" -cp "classes:$engine:lib/*" org.openjdk.jcstress.Main \
  -jvmArgs "--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED" \
  -r "$target/jcstress" "$@"
