package dev.metaproc.launcher.host;

import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramListener;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel does when there is no memory left: ends the program that has most of it, and if
 * that does not help, the next one, and at last the host.
 *
 * <p>When the threads of a program catch every {@code OutOfMemoryError} and go on, the collector
 * leaves nobody else any time: whoever allocates may be held up for ever, and whoever sleeps may
 * never wake. So one thread only tries to allocate; for how long that has failed is looked at by
 * another, and by the programs' threads that catch the error. To choose a program and to make its
 * loops throw takes no memory. A third thread ends that program when there is some.
 */
final class HeapGuard implements ProgramListener {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long END = TimeUnit.SECONDS.toNanos(40);

  private final Runnable end;
  private final AtomicBoolean isActing = new AtomicBoolean();
  private final AtomicLong hungry = new AtomicLong(); // since then nobody can allocate; or 0
  private volatile long acted = System.nanoTime();
  private volatile Candidate[] candidates = {};

  private enum Fate {
    LIVING,
    CONDEMNED,
    KILLED
  }

  private static final class Candidate {
    volatile @Nullable Program program; // null when it has ended
    volatile long allocated = Long.MAX_VALUE; // not measured yet: the likeliest
    volatile Fate fate = Fate.LIVING;

    Candidate(Program program) {
      this.program = program;
    }
  }

  /**
   * A guard that has not begun.
   *
   * @param end ends the host; must not need any memory
   */
  HeapGuard(Runnable end) {
    this.end = end;
  }

  @Override
  public synchronized void started(Program program) {
    program.prepareToCondemn();
    candidates =
        Stream.concat(
                Arrays.stream(candidates).filter(each -> each.program != null),
                Stream.of(new Candidate(program)))
            .toArray(Candidate[]::new);
  }

  @Override
  public void ended(Program program) { // takes no memory
    Candidate candidate = find(program);
    if (candidate != null) {
      candidate.program = null;
    }
  }

  /** How many bytes a program has allocated up to now, freed or not. */
  void measured(Program program, long allocated) {
    Candidate candidate = find(program);
    if (candidate != null) {
      candidate.allocated = allocated;
    }
  }

  private @Nullable Candidate find(Program program) {
    for (Candidate each : candidates) {
      if (each.program == program) {
        return each;
      }
    }
    return null;
  }

  void start() {
    MemoryReserve.watch(this::lookWithoutMemory);
    var _ = HostThreads.start("host/heap", () -> allTheTime(this::tryToAllocate));
    var _ = HostThreads.start("host/heap guard", () -> allTheTime(this::look));
    var _ = HostThreads.start("host/heap killer", () -> allTheTime(this::killTheCondemned));
  }

  /** Whether nobody could allocate at last: nothing should be begun now. */
  boolean isHungry() {
    return hungry.get() != 0;
  }

  private static void allTheTime(Runnable action) {
    while (true) {
      LockSupport.parkNanos(PERIOD);
      try {
        action.run();
      } catch (OutOfMemoryError e) {
        // the next time
      }
    }
  }

  private void tryToAllocate() {
    if (MemoryReserve.isSpent()) {
      noteHunger();
    } else {
      hungry.set(0);
    }
  }

  /** A host that was merely stopped for a while is not hungry: somebody must have failed. */
  private void noteHunger() {
    boolean ignored = hungry.compareAndSet(0, System.nanoTime() | 1);
  }

  private void lookWithoutMemory() {
    noteHunger();
    look();
  }

  private void look() {
    long since = hungry.get();
    long now = System.nanoTime();
    if (since == 0) {
      return;
    }
    if (now - since >= END) {
      end.run();
    } else if (now - since >= PATIENCE
        && now - acted >= PATIENCE
        && isActing.compareAndSet(false, true)) {
      try {
        acted = now;
        condemnTheLikeliest();
      } finally {
        isActing.set(false);
      }
    }
  }

  private void condemnTheLikeliest() {
    Candidate likeliest = null;
    for (Candidate each : candidates) {
      if (each.program != null
          && each.fate == Fate.LIVING
          && (likeliest == null || each.allocated >= likeliest.allocated)) {
        likeliest = each;
      }
    }
    if (likeliest == null) {
      return;
    }
    MemoryReserve.spend();
    Program program = likeliest.program;
    if (program != null) {
      program.condemn();
    }
    likeliest.fate = Fate.CONDEMNED;
  }

  private void killTheCondemned() {
    if (isHungry()) {
      return; // what is initialised without memory fails for ever
    }
    for (Candidate each : candidates) {
      Program program = each.program;
      if (program != null && each.fate == Fate.CONDEMNED) {
        program.destroyForcibly();
        each.fate = Fate.KILLED;
      }
    }
  }
}
