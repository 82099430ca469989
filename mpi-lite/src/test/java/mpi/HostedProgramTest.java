package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.mpi.JobOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostedProgramTest {
  @Test
  void aProgramRunsWithAClassMpiPerRank() throws InterruptedException {
    int size = 4;
    MpiJob job = MpiJob.create(size, (rank, code, reason) -> {}, JobOptions.defaults());
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> ranks = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      RankLoader[] loader = new RankLoader[1];
      MpiProcess process = job.process(number, true, () -> loader[0]);
      loader[0] = new RankLoader(process);
      ranks.add(Thread.ofVirtual().start(() -> runMain(loader[0], process, job, failures)));
    }
    for (Thread each : ranks) {
      each.join();
    }
    assertThat(failures).isEmpty();
  }

  private static void runMain(
      RankLoader loader, MpiProcess process, MpiJob job, List<Throwable> failures) {
    try {
      Class<?> program = loader.loadClass("mpi.programs.Ring");
      assertThat(program.getClassLoader()).isSameAs(loader);
      program
          .getMethod("main", String[].class)
          .invoke(null, (Object) process.mpjArguments("hello"));
      assertThat(process.isFinalized()).isTrue();
    } catch (ReflectiveOperationException | AssertionError e) {
      failures.add(e);
      job.killAll("a rank failed: " + e);
    }
  }

  /** Its copies live in other run-time packages, where package-private members are out of reach. */
  @Test
  void classMpiIsOneClassFile() {
    assertThat(MPI.class.getDeclaredClasses()).isEmpty();
    assertThat(MPI.class.getNestMembers()).hasSize(1);
  }

  @Test
  void withoutAHostClassMpiSaysHowToStart() {
    assertThatThrownBy(() -> Class.forName("mpi.MPI"))
        .isInstanceOf(ExceptionInInitializerError.class)
        .hasRootCauseMessage(
            "ServiceContext.current() was called outside a program: start the class with mpiexec or"
                + " through a ProgramBuilder");
  }

  @Test
  void sharedClassesHaveNoMutableStatics() {
    for (Class<?> each :
        List.of(
            Predefined.class,
            Comm.class,
            Intracomm.class,
            Datatype.class,
            Op.class,
            Request.class,
            Status.class,
            Group.class,
            MpiJob.class,
            MpiProcess.class)) {
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          assertThat(Modifier.isFinal(field.getModifiers())).as(field.toString()).isTrue();
        }
      }
    }
  }
}
