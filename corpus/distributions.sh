#!/usr/bin/env bash
# Start scripts of real distributions, unchanged, with a JAVA_HOME whose java is the host: Tomcat, Jetty, Karaf, Maven.
#   corpus/distributions.sh        needs curl, mvn and the network the first time; about two minutes
# Prints a line for each: whether it answered, and whether it ran in the host or in a JVM of its own.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
store=$root/corpus/target/distributions
mkdir -p "$store"
scratch=$(mktemp -d)
export METAPROC_RUNTIME_DIR=$scratch/run METAPROC_STATE_DIR=$scratch/state
metaproc=$root/bin/metaproc
trap '"$metaproc" host stop > /dev/null 2>&1 || true; rm -rf "$scratch"' EXIT

# The archive of a distribution, unpacked anew: what an earlier run wrote is gone.
unpack() {
  local file=$store/$2-$3.tar.gz
  [ -e "$file" ] || mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$1:$2:$3:tar.gz" -DoutputDirectory="$store" > "$scratch/fetch.log" || cat "$scratch/fetch.log"
  mkdir "$scratch/$2" && tar xzf "$file" -C "$scratch/$2" --strip-components 1
}

# Waits for an answer over HTTP, then says where the program ran.
answers() {
  local code=none
  for _ in $(seq 300); do
    code=$(curl -s -o /dev/null -w '%{http_code}' "$2") && break
    sleep 0.2
  done
  report "$1" "HTTP $code"
}

report() {
  local where="in a JVM of its own"
  [ -z "$("$metaproc" ps -q)" ] || where="in the host"
  printf '%-8s %-22s %s\n' "$1" "$2" "$where"
}

"$metaproc" host start > /dev/null
JAVA_HOME=$("$metaproc" java-home)
export JAVA_HOME PATH=$JAVA_HOME/bin:$PATH

unpack org.apache.tomcat tomcat 10.1.34
sed -i 's/port="8080"/port="18080"/; s/port="8005"/port="18005"/' "$scratch/tomcat/conf/server.xml"
"$scratch/tomcat/bin/catalina.sh" run > "$scratch/tomcat.log" 2>&1 &
answers tomcat http://127.0.0.1:18080/examples/jsp/jsp2/el/basic-arithmetic.jsp
"$scratch/tomcat/bin/shutdown.sh" > /dev/null 2>&1
wait

unpack org.eclipse.jetty jetty-home 12.0.16
mkdir -p "$scratch/base" && cd "$scratch/base"
java -jar ../jetty-home/start.jar --add-modules=http > /dev/null 2>&1
java -jar ../jetty-home/start.jar jetty.http.port=18081 > "$scratch/jetty.log" 2>&1 &
answers jetty http://127.0.0.1:18081/
"$metaproc" stop 'start-*' > /dev/null
wait || true

unpack org.apache.karaf apache-karaf-minimal 4.4.6
(cd "$scratch/apache-karaf-minimal" && bin/karaf server > "$scratch/karaf.log" 2>&1) &
for _ in $(seq 300); do
  (cd "$scratch/apache-karaf-minimal" && bin/status > "$scratch/status" 2>&1) && break
  sleep 0.2
done
report karaf "$(tail -1 "$scratch/status")"
(cd "$scratch/apache-karaf-minimal" && bin/stop > /dev/null 2>&1) || true
wait || true

mkdir -p "$scratch/project/src/main/java" && cd "$scratch/project"
echo 'class A {}' > src/main/java/A.java
echo '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>' \
  '<properties><maven.compiler.release>21</maven.compiler.release></properties></project>' > pom.xml
mvn -q -B -ntp package > "$scratch/mvn.log" 2>&1 && code=0 || code=$?
hosted=$("$metaproc" events --past | grep -c ' start launcher-') || true
printf '%-8s %-22s %s\n' maven "package: code $code" "$([ "$hosted" -gt 0 ] && echo in the host || echo in a JVM of its own)"
