package dev.metaproc.debug.mux;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs what has to be done about events in the order they came: at once on the thread that reads
 * from the agent, which is fastest, unless a task or one before it may wait for the agent.
 */
final class Lane {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean isBusy;

  /** Called by the agent's reader only. */
  void run(boolean mayWait, Runnable task) {
    synchronized (this) {
      if (mayWait || isBusy) {
        tasks.add(task);
        if (!isBusy) {
          isBusy = true;
          Thread.ofVirtual().name("events").start(this::work);
        }
        return;
      }
    }
    task.run();
  }

  private void work() {
    while (true) {
      Runnable task;
      synchronized (this) {
        task = tasks.poll();
        if (task == null) {
          isBusy = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RefusedException e) {
        continue; // the JVM or the thread is gone, and the event with it
      }
    }
  }
}
