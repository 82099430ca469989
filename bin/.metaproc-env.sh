# Shared by the commands in bin/: finds a JDK, builds what is missing, names the jars. POSIX sh.
# Sourced with $metaproc_bin set; everything printed goes to standard error.

metaproc_root=$(dirname "$metaproc_bin")
metaproc_lib=$metaproc_root/launcher/target/metaproc/lib
metaproc_caches=$metaproc_root/launcher/target/metaproc
metaproc_least=25

metaproc_fail() {
  echo "metaproc: $*" >&2
  exit 125
}

# The feature version in the release file of a JDK; 0 when it is none.
metaproc_version() {
  metaproc_found=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r metaproc_line; do
    case $metaproc_line in
      JAVA_VERSION=\"*)
        metaproc_found=${metaproc_line#JAVA_VERSION=\"}
        metaproc_found=${metaproc_found%%[!0-9]*}
        ;;
    esac
  done < "$1/release"
}

# Takes a home if it is new enough; remembers where it looked. What "metaproc java-home" made stands
# for the JDK it was made from.
metaproc_try() {
  [ -z "$metaproc_java_home" ] && [ -n "$1" ] || return 0
  if [ -r "$1/.metaproc-java-home" ]; then
    IFS= read -r metaproc_real < "$1/.metaproc-java-home"
    metaproc_try "$metaproc_real"
    return 0
  fi
  metaproc_looked="$metaproc_looked${metaproc_looked:+, }${2:-$1}"
  metaproc_version "$1"
  if [ "${metaproc_found:-0}" -ge "$metaproc_least" ]; then
    metaproc_java_home=$1
  fi
}

metaproc_try_path() {
  metaproc_java=$(command -v java 2> /dev/null) || return 0
  metaproc_resolve "$metaproc_java"
  metaproc_try "$(dirname "$(dirname "$metaproc_file")")" "java on PATH ($metaproc_java)"
}

metaproc_try_all() {
  for metaproc_home in "$@"; do
    [ -d "$metaproc_home" ] && metaproc_try "$metaproc_home"
  done
  return 0
}

# Follows symbolic links to a file.
metaproc_resolve() {
  metaproc_file=$1
  while [ -L "$metaproc_file" ]; do
    metaproc_link=$(readlink "$metaproc_file")
    case $metaproc_link in
      /*) metaproc_file=$metaproc_link ;;
      *) metaproc_file=$(dirname "$metaproc_file")/$metaproc_link ;;
    esac
  done
}

# METAPROC_JDK_PLACES replaces the usual places; the tests use it.
metaproc_find_jdk() {
  metaproc_java_home=
  metaproc_looked=
  if [ -n "${METAPROC_JAVA_HOME:-}" ]; then
    metaproc_try "$METAPROC_JAVA_HOME" "METAPROC_JAVA_HOME=$METAPROC_JAVA_HOME"
  else
    metaproc_try "${JAVA_HOME:-}" "JAVA_HOME=${JAVA_HOME:-}"
    metaproc_try_path
    metaproc_search
  fi
  [ -n "$metaproc_java_home" ] || metaproc_fail \
    "no JDK $metaproc_least found: looked in ${metaproc_looked:-no place};" \
    "install a JDK $metaproc_least or later or set METAPROC_JAVA_HOME"
}

metaproc_search() {
  [ -z "$metaproc_java_home" ] || return 0
  if [ -n "${METAPROC_JDK_PLACES:-}" ]; then
    metaproc_try_all "$METAPROC_JDK_PLACES"/*
    return 0
  fi
  metaproc_try_all /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home
  if [ -z "$metaproc_java_home" ] && [ -x /usr/libexec/java_home ]; then
    metaproc_try "$(/usr/libexec/java_home -v "$metaproc_least+" 2> /dev/null)"
  fi
}

# The jar of this module is copied last: where it is, the others are.
metaproc_is_built() {
  [ -f "$metaproc_lib/launcher.jar" ]
}

metaproc_build_if_missing() {
  metaproc_lock=$metaproc_root/launcher/target/first-build.lock
  if metaproc_is_built && [ ! -d "$metaproc_lock" ]; then
    return 0
  fi
  mkdir -p "$metaproc_root/launcher/target" 2> /dev/null || metaproc_fail \
    "cannot build: $metaproc_root/launcher/target is not writable (build it once as its owner)"
  metaproc_lock_build
  if ! metaproc_is_built; then
    metaproc_build
  fi
  rm -rf "$metaproc_lock"
  trap - INT TERM HUP
}

# One build at a time; a lock whose owner is gone is taken over.
metaproc_lock_build() {
  until mkdir "$metaproc_lock" 2> /dev/null; do
    metaproc_owner=$(cat "$metaproc_lock/pid" 2> /dev/null)
    sleep 1
    if [ "$metaproc_owner" = "$(cat "$metaproc_lock/pid" 2> /dev/null)" ] \
      && ! kill -0 "${metaproc_owner:-0x}" 2> /dev/null; then
      rm -rf "$metaproc_lock"
    fi
  done
  echo $$ > "$metaproc_lock/pid"
}

metaproc_build() {
  command -v mvn > /dev/null 2>&1 || metaproc_stop 125 \
    "cannot build: no mvn on PATH (install Maven 3.8 or later)"
  metaproc_log=$metaproc_root/launcher/target/first-build.log
  metaproc_pid=
  trap 'metaproc_stop 130' INT
  trap 'metaproc_stop 143' TERM HUP
  (
    cd "$metaproc_root" \
      && JAVA25_HOME=$metaproc_java_home \
        exec mvn -q -B -Dquick package -pl launcher -am < /dev/null > "$metaproc_log" 2>&1
  ) &
  metaproc_pid=$!
  metaproc_progress
  if ! wait "$metaproc_pid" || ! metaproc_is_built; then
    cat "$metaproc_log" >&2
    metaproc_stop 125 "the build failed (above is what Maven said)"
  fi
}

metaproc_progress() {
  metaproc_text="metaproc: building (first use, about a minute)…"
  if [ ! -t 2 ]; then
    echo "$metaproc_text" >&2
    return 0
  fi
  metaproc_seconds=0
  while kill -0 "$metaproc_pid" 2> /dev/null; do
    printf '\r%s %s s' "$metaproc_text" "$metaproc_seconds" >&2
    sleep 1
    metaproc_seconds=$((metaproc_seconds + 1))
  done
  echo >&2
}

# Leaves no half-made build and no lock behind.
metaproc_stop() {
  metaproc_code=$1
  shift
  [ -z "${metaproc_pid:-}" ] || kill "$metaproc_pid" 2> /dev/null
  rm -rf "$metaproc_lock"
  [ $# -eq 0 ] || echo "metaproc: $*" >&2
  exit "$metaproc_code"
}

# Becomes the host: the JVM all programs run in.
metaproc_exec() {
  metaproc_find_jdk
  metaproc_build_if_missing
  metaproc_cached ranks -XX:+UseG1GC
  metaproc_java "$metaproc_option" "$@"
}

# Sets the JVM option that makes use of a cache, or another one where there is none for this feature
# release. The profiles of the training are of no use to other programs (decision 13).
metaproc_cached() {
  metaproc_option=$2
  metaproc_replay=
  if [ -f "$metaproc_caches/$1-$metaproc_found.aot" ]; then
    metaproc_option=-XX:AOTCache=$metaproc_caches/$1-$metaproc_found.aot
    metaproc_replay="-XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining"
  fi
}

# The first argument is one more JVM option, the others are for Main. METAPROC_JVM_OPTIONS goes last,
# so that it wins.
metaproc_java() {
  metaproc_option=$1
  shift
  # shellcheck disable=SC2086 # both are several words
  exec "$metaproc_java_home/bin/java" "$metaproc_option" \
    -Xlog:aot*=off -Xlog:cds*=off ${metaproc_replay:-} $metaproc_host_options ${METAPROC_JVM_OPTIONS:-} \
    -cp "$metaproc_lib/*" dev.metaproc.launcher.Main "$@"
}

# What every JVM that hosts programs runs with. Receiving must stay a call, so that the short method
# around it is compiled into the program and a status nobody looks at is never made.
metaproc_host_options="-XX:+UseG1GC -XX:MaxRAMPercentage=75 \
  -XX:CompileCommand=quiet \
  -XX:CompileCommand=dontinline,dev.metaproc.mpi.Communicator::receiveSmall \
  -XX:CompileCommand=dontinline,mpi.Communication::receive \
  --add-opens=java.base/java.lang=ALL-UNNAMED \
  --enable-native-access=ALL-UNNAMED \
  -XX:+EnableDynamicAgentLoading \
  --sun-misc-unsafe-memory-access=allow"

# Becomes a client of a host that runs, or starts one: a small JVM, soon gone.
metaproc_client() {
  metaproc_find_jdk
  metaproc_build_if_missing
  metaproc_cached client -Xshare:auto
  metaproc_client_java "$metaproc_option" "$@"
}

# The first argument is one more JVM option, the others are for Main.
metaproc_client_java() {
  metaproc_option=$1
  shift
  metaproc_keep JAVA_TOOL_OPTIONS
  metaproc_keep JDK_JAVA_OPTIONS
  metaproc_keep _JAVA_OPTIONS
  # shellcheck disable=SC2086 # several words
  exec "$metaproc_java_home/bin/java" "$metaproc_option" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    ${metaproc_replay:-} -Xlog:aot*=off -Xlog:cds*=off \
    --add-exports=jdk.jdi/com.sun.tools.example.debug.expr=ALL-UNNAMED \
    "-Dmetaproc.bin=$metaproc_bin" \
    "-Dmetaproc.host.options=$metaproc_host_options ${METAPROC_JVM_OPTIONS:-}" \
    "-Dmetaproc.host.cache=$metaproc_caches/host-$metaproc_found.aot" \
    -cp "$metaproc_lib/*" dev.metaproc.launcher.Main "$@"
}

# Hands a variable on under a name that means nothing to this JVM: it is for programs.
metaproc_keep() {
  eval "[ -n \"\${$1+set}\" ]" || return 0
  eval "METAPROC_KEPT_$1=\$$1"
  export "METAPROC_KEPT_$1"
  unset "$1"
}

# The socket of the host that METAPROC_HOST names, if a process listens there, else nothing. Where
# the files are is decided by HostDirectories.java; this must agree with it. The process in the
# host's file may have been killed and not be gone, or be another one by now, so the kernel's list
# of sockets is asked where there is one.
metaproc_find_socket() {
  metaproc_socket=
  metaproc_runtime=${METAPROC_RUNTIME_DIR:-}
  if [ -z "$metaproc_runtime" ] && [ -n "${XDG_RUNTIME_DIR:-}" ]; then
    metaproc_runtime=$XDG_RUNTIME_DIR/metaproc
  fi
  [ -n "$metaproc_runtime" ] || metaproc_runtime=/tmp/metaproc-$(id -un)
  metaproc_name=$metaproc_runtime/${METAPROC_HOST:-default}
  [ -S "$metaproc_name.sock" ] && [ -O "$metaproc_name.sock" ] || return 0
  if metaproc_listens; then
    metaproc_socket=$metaproc_name.sock
  fi
}

# The fourth column of the list are flags, and this one says that connections are accepted.
metaproc_listens() {
  if [ -r /proc/net/unix ]; then
    case $(grep -F -- " $metaproc_name.sock" /proc/net/unix) in
      *' 00010000 '*) return 0 ;;
    esac
    return 1
  fi
  IFS= read -r metaproc_line < "$metaproc_name.json" || return 1
  metaproc_line=${metaproc_line#*\"pid\":}
  kill -0 "${metaproc_line%%[!0-9]*}" 2> /dev/null
}
