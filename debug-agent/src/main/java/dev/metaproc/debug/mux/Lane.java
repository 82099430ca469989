package dev.metaproc.debug.mux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Runs what has to be done about events in the order they came: at once on the thread that reads
 * from the agent, which is fastest, unless a task or one before it may wait for the agent.
 */
final class Lane {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Consumer<RuntimeException> failed;
  private boolean isBusy;
  private boolean isHeld;

  /**
   * Nothing to run yet.
   *
   * @param failed told of a task that could not be done
   */
  Lane(Consumer<RuntimeException> failed) {
    this.failed = failed;
  }

  /** Called by the agent's reader only. */
  void run(boolean mayWait, Runnable task) {
    synchronized (this) {
      if (mayWait || isBusy || isHeld) {
        tasks.add(task);
        startWork();
        return;
      }
    }
    task.run();
  }

  /** From now on events wait. */
  synchronized void hold() {
    isHeld = true;
  }

  synchronized void release() {
    isHeld = false;
    startWork();
  }

  private synchronized void startWork() {
    if (!isBusy && !isHeld && !tasks.isEmpty()) {
      isBusy = true;
      Thread.ofVirtual().name("events").start(this::work);
    }
  }

  private void work() {
    while (true) {
      Runnable task;
      synchronized (this) {
        task = isHeld ? null : tasks.poll();
        if (task == null) {
          isBusy = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RefusedException e) {
        continue; // the JVM or the thread is gone, and the event with it
      } catch (RuntimeException e) {
        failed.accept(e); // the events behind it must go on
      }
    }
  }
}
