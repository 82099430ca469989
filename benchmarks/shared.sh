#!/usr/bin/env bash
# Shared mode beside plain java and beside loader mode: every ratio of its goals.
#   benchmarks/shared.sh [steady|instances|ranks|warm …]     all by default; needs: mvn package
#   ROUNDS=3 WORK="gson rhino" benchmarks/shared.sh steady   each kind of run that often, interleaved; some of the work
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-1}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
lib=$here/target/lib
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

path=$here/target/classes
for jar in gson rhino ecj antlr4 antlr-runtime ST4 h2 icu4j; do
  for file in "$lib/$jar"-*.jar; do
    if [ -e "$file" ]; then path=$path:$file; fi
  done
done
package=dev.metaproc.benchmarks.shared
host=("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --add-opens=java.base/java.lang=ALL-UNNAMED
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -cp "$here/target/classes:$lib/*" "$package.HostedRuns")

ratio() { awk -v a="$2" -v b="$3" -v t="$1" -v u="$4" -v g="$5" 'BEGIN {
  printf "%-34s %10s %s %10s   ratio %.3f   goal %s\n", t, a, u, b, a / b, g }'; }
least() { tr ' ' '\n' | sort -n | sed -n '/./{p;q}'; }

# CPU time of one thread per unit of work, in ns; the least of the rounds.
steady() {
  local work round plain shared
  for work in ${WORK:-counter gson rhino ecj antlr h2}; do
    plain= shared=
    for ((round = 0; round < rounds; round++)); do
      plain="$plain $("$java" -cp "$path" $package.SteadyState "$work" | cut -d' ' -f2)"
      shared="$shared $("$here/../bin/mpiexec" -n 1 --isolation=shared --mpj-args off java -cp "$path" \
        $package.SteadyState "$work" | cut -d' ' -f2)"
    done
    ratio "steady $work: shared, plain" "$(echo "$shared" | least)" "$(echo "$plain" | least)" ns "1.03 on average"
  done
}

source_file() {
  {
    echo 'import java.util.*; class A {'
    for i in $(seq 60); do
      echo "int m$i(List<String> l) { int s = 0; for (String x : l) { switch (x.length()) { case 1: s++; break;"
      echo "default: s += x.hashCode(); } } Map<String, List<Integer>> m = new TreeMap<>(); return s + m.size(); }"
    done
    echo '}'
  } > "$scratch/A.java"
}

# What each further instance of ECJ keeps, in KiB.
instances() {
  source_file
  local run=("$package.CompileAndWait" -21 -nowarn -proc:none -d none "$scratch/A.java")
  local loader shared
  loader=$("${host[@]}" alive loader "$scratch/cache" 8 "$path" "${run[@]}")
  shared=$("${host[@]}" alive shared "$scratch/cache" 8 "$path" "${run[@]}")
  ratio "metaspace: shared, loader" "${shared% *}" "${loader% *}" KiB 0.02
  ratio "heap: shared, loader" "${shared#* }" "${loader#* }" KiB "its statics"
}

milliseconds() {
  local start end
  start=$(date +%s%N)
  "$@" > /dev/null
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}

# Wall time of a job of a program of fifty classes.
ranks() {
  local one= many= run=(java -cp "$here/target/classes" "$package.FiftyClasses") round
  for ((round = 0; round < rounds; round++)); do
    one="$one $(milliseconds "$here/../bin/mpiexec" -n 1 --isolation=shared "${run[@]}")"
    many="$many $(milliseconds "$here/../bin/mpiexec" -n 1000 --isolation=shared "${run[@]}")"
  done
  ratio "1000 ranks, one rank" "$(echo "$many" | least)" "$(echo "$one" | least)" ms 2
}

# CPU time of a whole process in milliseconds.
process() {
  local TIMEFORMAT='%U %S'
  { time "$@" > /dev/null 2> "$scratch/err"; } 2>&1 | awk '{ print int(($1 + $2) * 1000) }'
}

# CPU time of the second run of a tool in a host, beside cold java and java with an AOT cache, all with C1 and SerialGC.
tool() {
  local name=$1 cp=$2 c1=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) exports=()
  shift 2
  for each in api code file parser tree util; do
    exports+=(--add-exports=jdk.compiler/com.sun.tools.javac.$each=ALL-UNNAMED)
  done
  local cold= aot= first= loader= second= round shared
  "$java" "${exports[@]}" -XX:AOTCacheOutput="$scratch/$name.aot" "${c1[@]}" -cp "$cp" "$@" > /dev/null 2>&1
  "${host[@]}" warm shared "$scratch/cache" 2 "$cp" "$@" > /dev/null
  for ((round = 0; round < rounds; round++)); do
    cold="$cold $(process "$java" "${exports[@]}" -cp "$cp" "$@")"
    aot="$aot $(process "$java" "${exports[@]}" -XX:AOTCache="$scratch/$name.aot" "${c1[@]}" -cp "$cp" "$@")"
    loader="$loader $("${host[@]}" warm loader "$scratch/cache" 2 "$cp" "$@" | cut -d' ' -f1)"
    shared=$("${host[@]}" warm shared "$scratch/cache" 3 "$cp" "$@")
    first="$first $(echo "$shared" | cut -d' ' -f1)"
    second="$second $(echo "$shared" | cut -d' ' -f2)"
  done
  ratio "$name: cold java, second run" "$(echo "$cold" | least)" "$(echo "$second" | least)" ms "10 or more"
  ratio "$name: AOT cache, second run" "$(echo "$aot" | least)" "$(echo "$second" | least)" ms "3 or more"
  ratio "$name: first run shared, loader" "$(echo "$first" | least)" "$(echo "$loader" | least)" ms 1.15
}

# Jars of a tool, by the ordinary Maven client.
tools() {
  if [ ! -d "$here/target/checkstyle" ]; then
    mvn -q -B dependency:copy -Dartifact=com.google.googlejavaformat:google-java-format:1.36.0:jar:all-deps \
      -DoutputDirectory="$here/target/tools"
    mvn -q -B -f "$here/checkstyle.xml" dependency:copy-dependencies -DoutputDirectory="$here/target/checkstyle"
  fi
}

warm() {
  source_file
  tools
  tool ecj "$(ls "$lib"/ecj-*.jar)" org.eclipse.jdt.internal.compiler.batch.Main \
    -21 -nowarn -proc:none -d none "$scratch/A.java"
  tool google-java-format "$(ls "$here"/target/tools/google-java-format-*.jar)" \
    com.google.googlejavaformat.java.Main "$here/src/main/java/dev/metaproc/benchmarks/shared/HostedRuns.java"
  tool checkstyle "$(ls "$here"/target/checkstyle/*.jar | paste -sd:)" com.puppycrawl.tools.checkstyle.Main \
    -c /google_checks.xml "$here/src/main/java/dev/metaproc/benchmarks/shared/HostedRuns.java"
}

for each in ${*:-steady instances ranks warm}; do
  $each
done
