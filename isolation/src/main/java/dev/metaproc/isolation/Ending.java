package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.LoopPoll;
import dev.metaproc.isolation.jdk.ProgramEnded;
import dev.metaproc.isolation.reclaim.Reaper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of one program: from its {@link Life} being over to its exit being announced, when
 * everything is taken back.
 *
 * <p>Most programs end on their main thread with nothing left behind; that costs no further thread.
 * For the others a {@link Reaper} goes through what is left.
 */
final class Ending {
  private static final int UNWINDING_MILLIS = 100;

  private final Program program;
  private final ProgramThreads threads;
  private final Duration bound;
  private final ScheduledExecutorService later;
  private final Consumer<Program> onEnd;

  // the end comes from exit, destroy or the return of main; the return of main may come after it
  private boolean mainDone;
  private boolean begun;
  private boolean reaping;
  private boolean announced;
  private boolean armed;
  private int status;
  private @Nullable Future<?> watch;
  private volatile List<Thread> survivors = List.of();

  /**
   * @param bound how long taking everything back may hold up the exit
   * @param later runs short tasks of the host's
   * @param onEnd told just before the exit is announced
   */
  Ending(
      Program program,
      ProgramThreads threads,
      Duration bound,
      ScheduledExecutorService later,
      Consumer<Program> onEnd) {
    this.later = later;
    this.program = program;
    this.threads = threads;
    this.bound = bound;
    this.onEnd = onEnd;
  }

  List<Thread> survivors() {
    return survivors;
  }

  /** The program's main thread runs no code of it any more, now that it calls this. */
  void mainIsDone() {
    boolean endedBefore;
    synchronized (this) {
      mainDone = true;
      endedBefore = begun && !reaping;
    }
    if (endedBefore) {
      announce();
    }
  }

  /** The program's life is over. Called once. */
  void begin(int exitStatus) {
    boolean alone = threads.isMain(Thread.currentThread()) && reaper().isNothingLeft();
    boolean atOnce;
    synchronized (this) {
      begun = true;
      status = exitStatus;
      atOnce = alone && mainDone;
      reaping = !alone;
    }
    if (atOnce) {
      announce();
    } else if (!alone) {
      reap();
    } else {
      unwinding();
    }
  }

  /**
   * The main thread has called {@code exit} and unwinds. Code of the JDK may catch what unwinds it,
   * so somebody must look after it.
   */
  private void unwinding() {
    Future<?> scheduled =
        later.schedule(this::reapUnlessDone, UNWINDING_MILLIS, TimeUnit.MILLISECONDS);
    synchronized (this) {
      watch = scheduled;
    }
  }

  private void reapUnlessDone() {
    synchronized (this) {
      if (announced || reaping) {
        return;
      }
      reaping = true;
    }
    reap();
  }

  private void reap() {
    reaper().start(bound, this::reaped);
  }

  private Reaper reaper() {
    JdkState state = program.state();
    Reaper.Claims claims =
        new Reaper.Claims(
            Long.toString(program.pid()),
            threads::live,
            threads::make,
            this::arm,
            state.journal(),
            state.resources());
    return new Reaper(claims, ProgramEnded.INSTANCE);
  }

  /** Makes what arming and the end need. */
  void prepare() {
    poll().prepare();
    Reaper.prepare();
  }

  /** Makes the program's loops throw; takes no memory if it was prepared. */
  void arm() {
    synchronized (this) {
      if (armed) {
        return;
      }
      armed = true;
    }
    poll().arm();
  }

  /** The loader of a program that shares its classes has others. */
  private void disarm() {
    synchronized (this) {
      if (!armed) {
        return;
      }
      armed = false;
    }
    poll().disarm();
  }

  private LoopPoll poll() {
    return ((JdkState.Holder) program.state().loader()).poll();
  }

  private void reaped(List<Thread> left) {
    if (left.isEmpty() && program.state().statics() != null) {
      disarm();
    }
    survivors = List.copyOf(left);
    announce();
  }

  private void announce() {
    synchronized (this) {
      if (announced) {
        return;
      }
      announced = true;
      if (watch != null) {
        watch.cancel(false);
      }
    }
    try {
      onEnd.accept(program);
    } finally {
      program.exited(status);
    }
  }
}
