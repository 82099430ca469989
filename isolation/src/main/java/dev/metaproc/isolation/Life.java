package dev.metaproc.isolation;

import dev.metaproc.isolation.Program.State;
import dev.metaproc.isolation.jdk.Lifecycle;
import dev.metaproc.isolation.jdk.ProgramEnded;
import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The life of one program from start to exit.
 *
 * <pre>
 *   RUNNING ──exit, destroy──→ STOPPING ──hooks done──→ EXITED(code)
 *      └───────halt, destroyForcibly──────────────────────↑
 * </pre>
 *
 * <p>The first to stop decides the code. As in the JVM, other threads run on while hooks do; a
 * second {@code exit} waits for the end and does not return. Unlike the JVM, {@code exit} in a hook
 * ends that hook instead of hanging, and hooks that take longer than they may are not waited for.
 */
final class Life implements Lifecycle {
  private final IntConsumer onEnd;
  private final BooleanSupplier isCurrent;
  private final Duration hookTimeout;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Thread> hooks = new LinkedHashSet<>();
  private final Set<Path> doomed = new LinkedHashSet<>();

  // RUNNING → STOPPING → EXITED, or RUNNING → EXITED; written under this object's monitor
  private volatile State state = State.RUNNING;
  private volatile boolean isCondemned;

  /**
   * @param hookTimeout how long all hooks together may take; zero for as long as they like
   * @param onEnd called once with the exit code, after the state became EXITED
   * @param isCurrent whether the calling thread is the program's
   */
  Life(Duration hookTimeout, IntConsumer onEnd, BooleanSupplier isCurrent) {
    this.isCurrent = isCurrent;
    this.hookTimeout = hookTimeout;
    this.onEnd = onEnd;
  }

  State state() {
    return state;
  }

  @Override
  public boolean hasEnded() {
    return state == State.EXITED;
  }

  @Override
  public boolean mustUnwind() {
    return isCondemned || hasEnded();
  }

  /** Its loops throw from now on, where they are polled, and its code is that of SIGKILL. */
  void condemn() {
    isCondemned = true;
  }

  boolean isCondemned() {
    return isCondemned;
  }

  @Override
  public void caughtOutOfMemory() {
    MemoryReserve.tellWatch();
  }

  @Override
  public boolean isCurrent() {
    return isCurrent.getAsBoolean();
  }

  @Override
  public void exit(int status) {
    StackReserve.ensure();
    stop(status);
    throw ProgramEnded.INSTANCE;
  }

  @Override
  public void halt(int status) {
    StackReserve.ensure();
    end(status);
    throw ProgramEnded.INSTANCE;
  }

  /** Runs the hooks and ends the program; returns when it has ended, or at once in a hook. */
  void stop(int status) {
    if (beginStopping()) {
      try {
        runHooks();
      } finally {
        end(status);
      }
    } else if (!isHook(Thread.currentThread())) {
      awaitEnd();
    }
  }

  /** Ends the program now. Only the first call has an effect. */
  void end(int status) {
    synchronized (this) {
      if (state == State.EXITED) {
        return;
      }
      state = State.EXITED;
    }
    try {
      deleteDoomed();
    } finally {
      try {
        if (isCondemned) {
          MemoryReserve.awaitRoomAfterEnd(); // its other threads give it back
        }
        onEnd.accept(isCondemned ? Program.KILLED : status);
      } finally {
        ended.countDown();
      }
    }
  }

  private synchronized boolean beginStopping() {
    if (state != State.RUNNING) {
      return false;
    }
    state = State.STOPPING;
    return true;
  }

  private synchronized boolean isHook(Thread thread) {
    return hooks.contains(thread);
  }

  private void runHooks() {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(hooks);
    }
    all.forEach(Life::startHook);
    long deadline = System.nanoTime() + hookTimeout.toNanos();
    for (Thread hook : all) {
      joinUnlessEnded(hook, deadline);
    }
  }

  /** A hook the program has run itself cannot start again; the JVM goes on without it, too. */
  private static void startHook(Thread hook) {
    try {
      hook.start();
    } catch (IllegalThreadStateException | OutOfMemoryError e) {
      // it has run, or there is no room for another thread: the others may still run
    }
  }

  /** A hook may halt the program, or be overtaken by a forced end: then nobody waits for it. */
  private void joinUnlessEnded(Thread hook, long deadline) {
    boolean interrupted = false;
    while (hook.isAlive() && !hasEnded() && !isPast(deadline)) {
      try {
        hook.join(50);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isPast(long deadline) {
    return hookTimeout.isPositive() && System.nanoTime() > deadline;
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void addHook(Thread hook) {
    checkRunning();
    if (hooks.contains(hook)) {
      throw new IllegalArgumentException("Hook previously registered");
    }
    if (hook.isAlive()) {
      throw new IllegalArgumentException("Hook already running");
    }
    hooks.add(hook);
  }

  @Override
  public synchronized boolean removeHook(Thread hook) {
    checkRunning();
    if (hook == null) {
      throw new NullPointerException();
    }
    return hooks.remove(hook);
  }

  private void checkRunning() {
    if (state != State.RUNNING) {
      throw new IllegalStateException("Shutdown in progress");
    }
  }

  @Override
  public synchronized void deleteAtExit(Path file) {
    doomed.remove(file);
    doomed.add(file);
  }

  private void deleteDoomed() {
    List<Path> latestFirst;
    synchronized (this) {
      latestFirst = List.copyOf(doomed).reversed();
      doomed.clear();
      hooks.clear();
    }
    for (Path file : latestFirst) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        continue; // File.deleteOnExit promises an attempt, not success
      }
    }
  }
}
