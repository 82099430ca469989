package dev.metaproc.isolation.reclaim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Holds all threads of one program, as SIGSTOP holds those of a process, and lets them go. A thread
 * is held only where it has nothing that other programs need ({@link Stacks#mayBeHeld}); until it
 * comes to such a place it runs on. Virtual threads are not held: a held one would keep a carrier
 * of the whole JVM.
 *
 * <p>Safe for use by any thread.
 */
public final class Suspension {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = 500_000;

  private final Supplier<List<Thread>> live;
  private final Set<Thread> held = new HashSet<>();

  /**
   * Of one program.
   *
   * @param live its live threads, platform and virtual
   */
  public Suspension(Supplier<List<Thread>> live) {
    this.live = live;
  }

  /** Whether they are held. */
  public synchronized boolean isHeld() {
    return !held.isEmpty();
  }

  /**
   * Holds them all.
   *
   * @return why not, in words; then they run on as before
   */
  public synchronized Optional<String> hold() {
    Jvmti jvmti = Jvmti.get();
    if (jvmti == null) {
      return Optional.of("this JVM has no tool interface that could hold threads");
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Thread> running = running();
      if (running.isEmpty()) {
        return Optional.empty();
      }
      Optional<Thread> virtual = running.stream().filter(Thread::isVirtual).findFirst();
      if (virtual.isPresent()) {
        release();
        return Optional.of(
            "it has virtual threads, and holding one would hold the other programs' as well");
      }
      hold(running, jvmti);
      if (System.nanoTime() > deadline) {
        release();
        return Optional.of(
            "thread "
                + running.getFirst().getName()
                + " was for "
                + PATIENCE.toSeconds()
                + " s at no place where nothing is held that other programs need");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private List<Thread> running() {
    held.removeIf(thread -> !thread.isAlive());
    List<Thread> running = new ArrayList<>(live.get());
    running.removeIf(held::contains);
    return running;
  }

  private void hold(List<Thread> threads, Jvmti jvmti) {
    Stacks stacks = new Stacks();
    for (Thread thread : threads) {
      if (jvmti.suspend(thread, stacks::mayBeHeld) == Jvmti.Outcome.STOPPED) {
        held.add(thread);
      }
    }
  }

  /** Lets them go on. */
  public synchronized void release() {
    Jvmti jvmti = Jvmti.get();
    if (jvmti != null) {
      held.forEach(jvmti::resume);
    }
    held.clear();
  }
}
