#!/bin/sh
# Runs small programs once and keeps what the JVM loaded for them in AOT caches, for ranks, hosts and
# clients: a job starts in 0.20 s, not 0.30 s, a host's first run takes two thirds of its processor
# time, a client half. The JVM checks a cache against the jars and its own version, and does without
# one that is wrong, and so do the commands in bin/ where there is none. Run by the build, when all
# jars are where the commands look for them.
set -u
metaproc_bin=$(cd -P "$(dirname "$0")/../../../bin" && pwd) || exit 1
. "$metaproc_bin/.metaproc-env.sh"

train_ranks() {
  cat > Training.java << 'END'
import mpi.MPI;

class Training {
  static void main(String[] arguments) {
    MPI.Init(arguments);
    int[] data = new int[1];
    int other = 1 - MPI.COMM_WORLD.Rank();
    MPI.COMM_WORLD.Sendrecv(data, 0, 1, MPI.INT, other, 0, data, 0, 1, MPI.INT, other, 0);
    MPI.COMM_WORLD.Allreduce(data, 0, data, 0, 1, MPI.INT, MPI.SUM);
    MPI.COMM_WORLD.Barrier();
    System.out.printf("trained %d%n", data[0]);
    MPI.Finalize();
  }
}
END
  (metaproc_java -XX:AOTCacheOutput=ranks.aot mpiexec -n 2 Training.java) \
    && mv ranks.aot "$metaproc_caches/ranks-$metaproc_found.aot"
}

# A client that starts a host does all that any client does. A host writes its cache into the
# directory it works in when it ends, which takes seconds.
train_host() {
  mkdir program && cat > program/Tool.java << 'END'
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class Tool {
  static int runs;

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Thread thread = new Thread(() -> runs++);
    thread.start();
    thread.join();
    boolean exists = new File("absent").exists() || Files.exists(Path.of("absent"));
    System.out.printf("%s %s %b %d%n", String.join(" ", arguments), System.getProperty("user.dir"), exists, runs);
    System.err.write("trained\n".getBytes(StandardCharsets.UTF_8));
    System.exit(0);
  }
}
END
  "$metaproc_java_home/bin/javac" -d program program/Tool.java || return 1
  (
    METAPROC_JVM_OPTIONS=-XX:AOTCacheOutput=host.aot
    metaproc_client_java -XX:AOTCacheOutput=client.aot run -cp program Tool one
  ) && mv client.aot "$metaproc_caches/client-$metaproc_found.aot"
  pid=$(sed 's/.*"pid":\([0-9]*\).*/\1/' "$METAPROC_RUNTIME_DIR/default.json")
  (metaproc_client_java -Xshare:auto run -cp program Tool two)
  (metaproc_client_java -Xshare:auto host stop)
  waited=0
  while kill -0 "${pid:-0x}" && [ $waited -lt 300 ]; do
    sleep 0.2
    waited=$((waited + 1))
  done
  ! kill -9 "${pid:-0x}" && mv state/default/host.aot "$metaproc_caches/host-$metaproc_found.aot"
}

metaproc_find_jdk
dir=$metaproc_root/launcher/target/training
rm -rf "$dir" "$metaproc_caches"/*.aot
mkdir -p "$dir" && cd "$dir" || exit 1
pid=
METAPROC_RUNTIME_DIR=$(mktemp -d) || exit 1 # a socket's name must be short
METAPROC_STATE_DIR=$dir/state
METAPROC_CACHE=$dir/classes
export METAPROC_RUNTIME_DIR METAPROC_STATE_DIR METAPROC_CACHE
unset METAPROC_JVM_OPTIONS METAPROC_HOST JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS # no debugger here
clean() {
  rm -rf "$METAPROC_RUNTIME_DIR" "$dir"
}
trap '[ -z "$pid" ] || kill "$pid"; clean; exit 1' INT TERM HUP
train_ranks
train_host
clean
