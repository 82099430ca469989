package dev.metaproc.launcher;

import static dev.metaproc.launcher.CommandRun.mpiexec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MPI programs through bin/mpiexec. */
@Timeout(120)
class MpiIT {
  @TempDir Path dir;

  private Result run(String options, String body) throws IOException, InterruptedException {
    Files.writeString(
        dir.resolve("P.java"),
        "import mpi.*; public class P { public static void main(String[] args) throws Exception {"
            + " String[] own = MPI.Init(args); int me = MPI.COMM_WORLD.Rank(); int n ="
            + " MPI.COMM_WORLD.Size();\n"
            + body
            + "\nMPI.Finalize(); } }");
    return mpiexec(dir, options).run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void ranksTalk(String threads) throws Exception {
    Result result =
        run(
            "-n 4 --threads=" + threads + " P.java",
            "int[] sum = {me}; MPI.COMM_WORLD.Allreduce(sum, 0, sum, 0, 1, MPI.INT, MPI.SUM);"
                + " System.out.println(me + \"/\" + n + \" \" + sum[0]);");
    assertThat(result.err()).isEqualTo("compiling P.java (1 file)\n");
    assertThat(result.out().lines()).containsExactlyInAnyOrder("0/4 6", "1/4 6", "2/4 6", "3/4 6");
    assertThat(result.code()).isZero();
  }

  @Test
  void objectsOfTheProgramsOwnClassesTravel() throws Exception {
    Result result =
        run(
            "-n 2 P.java",
            """
            record Point(int x) implements java.io.Serializable {}
            Object[] box = {me == 0 ? new Point(7) : null};
            MPI.COMM_WORLD.Bcast(box, 0, 1, MPI.OBJECT, 0);
            System.out.println(((Point) box[0]).x());
            """);
    assertThat(result.out()).isEqualTo("7\n7\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void anExceptionInMainEndsTheJobEvenIfThatRankHasOtherThreads() throws Exception {
    Result result =
        run(
            "-n 3 P.java",
            """
            new Thread(java.util.concurrent.locks.LockSupport::park).start();
            if (me == 1) throw new IllegalStateException("boom");
            MPI.COMM_WORLD.Barrier();
            """);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .containsPattern(
            "mpiexec: rank 1 \\(pid \\d+, P\\) ended with an uncaught"
                + " java.lang.IllegalStateException: boom \\(P.java:3\\); ended the 2 ranks still"
                + " running\n");
  }

  @Test
  void abortEndsTheJobWithItsCode() throws Exception {
    Result result =
        run(
            "-n 3 P.java",
            """
            System.out.println("before " + me);
            MPI.COMM_WORLD.Barrier();
            if (me == 1) MPI.COMM_WORLD.Abort(9);
            MPI.COMM_WORLD.Recv(new int[1], 0, 1, MPI.INT, MPI.ANY_SOURCE, 0);
            System.out.println("never");
            """);
    assertThat(result.code()).isEqualTo(9);
    assertThat(result.out().lines()).containsExactlyInAnyOrder("before 0", "before 1", "before 2");
    assertThat(result.err())
        .matches(
            "compiling P.java \\(1 file\\)\n"
                + "mpiexec: rank 1 \\(pid \\d+, P\\) called Abort\\(9\\); ended the 2 ranks still"
                + " running\n");
  }

  @Test
  void anUncaughtExceptionEndsRanksThatWait() throws Exception {
    Result result =
        run(
            "-n 3 P.java",
            """
            MPI.COMM_WORLD.Barrier();
            if (me == 2) throw new IllegalStateException("boom");
            MPI.COMM_WORLD.Recv(new int[1], 0, 1, MPI.INT, MPI.ANY_SOURCE, 0);
            """);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("ended with an uncaught java.lang.IllegalStateException: boom (P.java:3)")
        .containsOnlyOnce("Exception in thread")
        .doesNotContain("JobAborted");
  }

  @Test
  void stackTracesSayWhatARankWaitsFor() throws Exception {
    Result result =
        run(
            "-n 1 --deadlock=off --timeout 2 --get-stack-traces P.java",
            "MPI.COMM_WORLD.Recv(new int[1], 0, 1, MPI.INT, MPI.ANY_SOURCE, 5);");
    assertThat(result.code()).isEqualTo(124);
    assertThat(result.err()).contains("  waits in Recv(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void ranksThatWaitForEachOtherAreToldWhere(String threads) throws Exception {
    Result result =
        run(
            "-n 3 --threads=" + threads + " P.java",
            """
            if (me == 2) { MPI.Finalize(); return; }
            MPI.COMM_WORLD.Recv(new int[1], 0, 1, MPI.INT, 1 - me, 5);
            """);
    assertThat(result.code()).isEqualTo(123);
    assertThat(result.err())
        .contains(
            """
            mpiexec: deadlock: every rank waits and nothing can match (--deadlock=off lets them wait)
              rank 0 waits in Recv(source=1, tag=5, MPI.COMM_WORLD) at P.main(P.java:3)
              rank 1 waits in Recv(source=0, tag=5, MPI.COMM_WORLD) at P.main(P.java:3)
              rank 2 has ended
            mpiexec: gave up; ended the 2 ranks still running
            """);
  }

  @Test
  void aRankThatNeverCallsTheCollectiveIsNamed() throws Exception {
    Result result =
        run(
            "-n 3 P.java",
            """
            if (me == 1) System.exit(0);
            if (me == 0) MPI.COMM_WORLD.Barrier();
            else MPI.COMM_WORLD.Ssend(new int[1], 0, 1, MPI.INT, 0, 9);
            """);
    assertThat(result.code()).isEqualTo(123);
    assertThat(result.err())
        .contains("rank 0 waits in Barrier() on MPI.COMM_WORLD, 1 of 3 ranks there at P.main")
        .contains("rank 1 has ended without MPI.Finalize()")
        .contains("rank 2 waits in Ssend(dest=0, tag=9, MPI.COMM_WORLD) at P.main(P.java:4)");
  }

  @Test
  void aThreadThatSendsLaterKeepsTheJobAlive() throws Exception {
    Result result =
        run(
            "-n 2 P.java",
            """
            if (me == 1) new Thread(() -> {
              try { Thread.sleep(4000); } catch (InterruptedException e) { return; }
              MPI.COMM_WORLD.Send(new int[] {7}, 0, 1, MPI.INT, 0, 1);
            }).start();
            int[] got = new int[1];
            if (me == 0) MPI.COMM_WORLD.Recv(got, 0, 1, MPI.INT, 1, 1);
            MPI.COMM_WORLD.Barrier();
            if (me == 0) System.out.println(got[0]);
            """);
    assertThat(result.err()).doesNotContain("deadlock");
    assertThat(result.out()).isEqualTo("7\n");
  }

  @Test
  void programsOfBothDialectsTalkInOneJob() throws Exception {
    Files.writeString(
        dir.resolve("Open.java"),
        """
        import mpi.*;
        public class Open {
          public static void main(String[] args) throws MPIException {
            MPI.Init(args);
            int[] sum = {MPI.COMM_WORLD.getRank() + 1};
            MPI.COMM_WORLD.allReduce(sum, 1, MPI.INT, MPI.SUM);
            java.nio.IntBuffer data = MPI.newIntBuffer(1);
            data.put(0, sum[0]);
            MPI.COMM_WORLD.send(data, 1, MPI.INT, 0, 3);
            MPI.Finalize();
          }
        }
        """);
    Files.writeString(
        dir.resolve("Mpj.java"),
        """
        import mpi.*;
        public class Mpj {
          public static void main(String[] args) {
            MPI.Init(args);
            int[] sum = {MPI.COMM_WORLD.Rank() + 1};
            MPI.COMM_WORLD.Allreduce(sum, 0, sum, 0, 1, MPI.INT, MPI.SUM);
            int[] got = new int[1];
            Status status = MPI.COMM_WORLD.Recv(got, 0, 1, MPI.INT, 1, 3);
            System.out.println(args[3] + " " + got[0] + " " + status.count);
            MPI.Finalize();
          }
        }
        """);
    Result result = mpiexec(dir, "-n 1 Mpj.java word : -n 1 Open.java").run();
    assertThat(result.out()).isEqualTo("word 3 1\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void spawnedProgramsTalkToTheirParents() throws Exception {
    Result result =
        run(
            "-n 2 --mpj-args=off P.java",
            """
            Intercomm parent = Intercomm.getParent();
            int[] sum = {me + 1};
            if (parent.isNull()) {
              Intercomm children = MPI.COMM_WORLD.spawn("java", new String[] {"P"}, 3, MPI.INFO_NULL, 0, null);
              children.allReduce(new int[] {me + 1}, sum, 1, MPI.INT, MPI.SUM);
              System.out.println("parent " + me + " of " + n + ": " + sum[0]);
              children.disconnect();
            } else {
              parent.allReduce(new int[] {me + 1}, sum, 1, MPI.INT, MPI.SUM);
              System.out.println("child " + me + " of " + n + ": " + sum[0]);
              parent.disconnect();
            }
            """);
    assertThat(result.out().lines())
        .containsExactlyInAnyOrder(
            "parent 0 of 2: 6",
            "parent 1 of 2: 6",
            "child 0 of 3: 3",
            "child 1 of 3: 3",
            "child 2 of 3: 3");
    assertThat(result.code()).isZero();
  }

  @Test
  void whatCannotBeSpawnedIsToldToTheProgram() throws Exception {
    Result result =
        run(
            "-n 1 P.java",
            """
            try {
              MPI.COMM_WORLD.spawn("nowhere.jar", null, 1, MPI.INFO_NULL, 0, null);
            } catch (MPIException e) {
              System.out.println(e.getErrorClass() == MPI.ERR_SPAWN ? e.getMessage() : "?");
            }
            """);
    assertThat(result.out()).startsWith("spawn: nowhere.jar cannot be started: ");
    assertThat(result.code()).isZero();
  }

  @Test
  void ranksThatCouldNotBeSpawnedHideNoDeadlock() throws Exception {
    Result result =
        run(
            "-n 1 P.java",
            """
            try {
              MPI.COMM_WORLD.spawn("nowhere.jar", null, 3, MPI.INFO_NULL, 0, null);
            } catch (MPIException e) {
              MPI.COMM_WORLD.recv(new int[1], 1, MPI.INT, 0, 5);
            }
            """);
    assertThat(result.err())
        .contains("rank 0 waits in Recv(source=0, tag=5, MPI.COMM_WORLD)")
        .doesNotContain("rank 1", "ranks 1");
    assertThat(result.code()).isEqualTo(123);
  }

  @Test
  void mainOfAnMpjProgramGetsMpjsArguments() throws Exception {
    String body =
        "System.out.println(String.join(\" \", args) + \", \" + String.join(\" \", own));";
    assertThat(run("-n 1 P.java x y", body).out()).isEqualTo("0 1 metaproc x y, x y\n");
    assertThat(run("-n 1 --mpj-args=on P.java x", body).out()).isEqualTo("0 1 metaproc x, x\n");
    assertThat(run("-n 1 --mpj-args=off P.java x", body).out()).isEqualTo("x, x\n");
  }

  @Test
  void manyMoreRanksThanCoresMeet() throws Exception {
    Result result =
        run("-n 200 P.java", "MPI.COMM_WORLD.Barrier(); if (me == 0) System.out.println(n);");
    assertThat(result.out()).isEqualTo("200\n");
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pi", "ring", "statics", "tasks"})
  void theExamplesRun(String example) throws Exception {
    Result result =
        mpiexec(dir, "-n 4 " + CommandRun.ROOT.resolve("examples").resolve(example)).run();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isNotEmpty();
  }
}
