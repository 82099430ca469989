#!/usr/bin/env bash
# Start scripts of real distributions, unchanged, with a JAVA_HOME whose java is the host: Tomcat, Jetty, WildFly, Karaf, Maven.
#   corpus/distributions.sh [NAME…]        needs curl, mvn and the network the first time; about three minutes
# Each must answer a request beside a program that runs all the time, and end as its own script ends it. Prints a line for
# each, then "N passed, M failed"; the exit code is 1 if any failed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
store=$root/corpus/target/distributions
mkdir -p "$store"
scratch=$(mktemp -d)
export METAPROC_RUNTIME_DIR=$scratch/run METAPROC_STATE_DIR=$scratch/state
metaproc=$root/bin/metaproc
trap '"$metaproc" host stop > /dev/null 2>&1 || true; rm -rf "$scratch"' EXIT
patience=600 # fifths of a second
passed=0
failed=0

# The archive of a distribution, unpacked anew: what an earlier run wrote is gone.
unpack() {
  local file=$store/$2-$3.tar.gz
  [ -e "$file" ] || mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$1:$2:$3:tar.gz" -DoutputDirectory="$store" > "$scratch/fetch.log" || cat "$scratch/fetch.log"
  mkdir "$scratch/$4" && tar xzf "$file" -C "$scratch/$4" --strip-components 1
}

# Runs a start script in the background; its output and exit code are kept for "ends".
begin() {
  name=$1
  shift
  ("$@" > "$scratch/$name.log" 2>&1 && code=0 || code=$?; echo $code > "$scratch/$name.code") &
}

# Waits for that status of an answer over HTTP; prints the last one when the program ends or patience does.
answer() {
  local code=none
  for _ in $(seq $patience); do
    code=$(curl -s -m 60 -o /dev/null -w '%{http_code}' "$2") || true
    [ "$code" != "$1" ] || break
    [ ! -e "$scratch/$name.code" ] || break
    sleep 0.2
  done
  echo "$code"
}

# Which JVM the distribution runs in: the host has one more program than the neighbour.
where() {
  [ "$("$metaproc" ps -q | wc -l)" -gt 1 ] && echo host || echo own
}

# Prints the exit code of the start script.
ends() {
  for _ in $(seq $patience); do
    if [ -e "$scratch/$name.code" ]; then
      cat "$scratch/$name.code"
      return
    fi
    sleep 0.2
  done
  echo "runs on"
}

# What it did and what it should have done.
report() {
  local verdict=ok
  if [ "$1" = "$2" ]; then
    passed=$((passed + 1))
  else
    verdict="FAILED, expected: $2"
    failed=$((failed + 1))
    [ ! -e "$scratch/$name.log" ] || tail -20 "$scratch/$name.log" >&2
  fi
  printf '%-10s %-48s %s\n' "$name" "$1" "$verdict"
}

tomcat() {
  unpack org.apache.tomcat tomcat 10.1.34 tomcat
  sed -i 's/port="8080"/port="18080"/; s/port="8005"/port="18005"/' "$scratch/tomcat/conf/server.xml"
  begin tomcat "$scratch/tomcat/bin/catalina.sh" run
  local did
  did="answers $(answer 200 http://127.0.0.1:18080/examples/jsp/jsp2/el/basic-arithmetic.jsp), JVM: $(where)"
  "$scratch/tomcat/bin/shutdown.sh" > /dev/null 2>&1 || true
  report "$did, ends with $(ends)" "answers 200, JVM: host, ends with 0"
}

# Jetty's start.jar is told to end by a signal.
jetty() {
  unpack org.eclipse.jetty jetty-home 12.0.16 jetty
  mkdir -p "$scratch/base"
  cd "$scratch/base"
  java -jar ../jetty/start.jar --add-modules=http > /dev/null 2>&1
  begin jetty java -jar ../jetty/start.jar jetty.http.port=18081
  local did
  did="answers $(answer 404 http://127.0.0.1:18081/), JVM: $(where)"
  "$metaproc" stop 'start-*' > /dev/null || true
  report "$did, ends with $(ends)" "answers 404, JVM: host, ends with 143"
}

wildfly() {
  unpack org.wildfly wildfly-dist 37.0.1.Final wildfly
  cd "$scratch/wildfly"
  begin wildfly bin/standalone.sh -Djboss.http.port=18082 -Djboss.https.port=18445 -Djboss.management.http.port=18083
  local did
  did="answers $(answer 200 http://127.0.0.1:18082/), JVM: $(where)"
  for _ in $(seq 20); do # it manages a little later than it serves
    bin/jboss-cli.sh --timeout=60000 --connect --controller=127.0.0.1:18083 command=:shutdown > /dev/null 2>&1 && break
    [ ! -e "$scratch/$name.code" ] || break
    sleep 1
  done
  report "$did, ends with $(ends)" "answers 200, JVM: host, ends with 0"
}

# Its script replaces classes of the JDK (--patch-module), which a JVM can have done once: a JVM of its own.
karaf() {
  unpack org.apache.karaf apache-karaf-minimal 4.4.6 karaf
  karaf_as karaf "$JAVA_HOME/bin/java" own
}

# The same script without that option: OSGi specs are then found by the JDK's own rules only.
karaf_hosted() {
  unpack org.apache.karaf apache-karaf-minimal 4.4.6 karaf_hosted
  cat > "$scratch/unpatched" << 'END'
#!/usr/bin/env bash
words=()
while [ $# -gt 0 ]; do
  if [ "$1" = --patch-module ]; then shift; else words+=("$1"); fi
  shift
done
exec "$JAVA_HOME/bin/java" "${words[@]}"
END
  chmod +x "$scratch/unpatched"
  karaf_as karaf_hosted "$scratch/unpatched" host
}

karaf_as() {
  cd "$scratch/$1"
  export JAVA=$2
  begin "$1" bin/karaf server
  local did=none
  for _ in $(seq $patience); do
    bin/status > "$scratch/status" 2>&1 && did=$(tail -1 "$scratch/status") && break
    [ ! -e "$scratch/$name.code" ] || break
    sleep 0.2
  done
  did="answers $did, JVM: $(where)"
  bin/stop > /dev/null 2>&1 || true
  report "$did, ends with $(ends)" "answers Running ..., JVM: $3, ends with 0"
  unset JAVA
}

maven() {
  mkdir -p "$scratch/project/src/main/java"
  cd "$scratch/project"
  echo 'class A {}' > src/main/java/A.java
  echo '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>' \
    '<properties><maven.compiler.source>21</maven.compiler.source><maven.compiler.target>21</maven.compiler.target>' \
    '</properties></project>' > pom.xml
  begin maven mvn -q -B -ntp package
  local code jvm=own
  code=$(ends)
  "$metaproc" events --past | grep -q ' start launcher-' && jvm=host
  report "makes $(ls target/*.jar 2> /dev/null || echo nothing), JVM: $jvm, ends with $code" \
    "makes target/a-1.jar, JVM: host, ends with 0"
}

# The program beside all of them still serves, and nothing else of them is left.
neighbour() {
  name=neighbour
  local left
  left=$("$metaproc" ps -q | wc -l)
  for _ in $(seq 20); do
    "$metaproc" leaks > "$scratch/neighbour.log" && break
    sleep 1
  done
  report "$("$metaproc" ps | grep -c 'neighbour .* Up '), answers $(answer 200 "$greeter"), of $left, leaks: $(tail -n +2 "$scratch/neighbour.log" | wc -l)" \
    "1, answers 200, of 1, leaks: 0"
}

"$metaproc" run -d --name neighbour "$root/examples/greeter" 0 > /dev/null
for _ in $(seq $patience); do
  port=$("$metaproc" logs neighbour | sed -n 's/listens on port //p')
  [ -z "$port" ] || break
  sleep 0.2
done
greeter=http://127.0.0.1:$port/
JAVA_HOME=$("$metaproc" java-home)
export JAVA_HOME PATH=$JAVA_HOME/bin:$PATH

for each in ${*:-tomcat jetty wildfly karaf karaf_hosted maven}; do
  "$each"
  cd "$scratch"
done
neighbour
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
