package dev.metaproc.launcher.job;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that asks, every now and then, whether the ranks of a job wait for each other for
 * ever. Closing it ends the thread; the job does not wait for that.
 */
final class DeadlockWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** With the period: how long everybody has to be stuck before it is said. */
  static final int ANSWERS = 3;

  private final Thread thread;

  private DeadlockWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts watching.
   *
   * @param look who waits for what, once nobody can go on; called on the watching thread
   * @param found told that once
   */
  static DeadlockWatch start(Supplier<@Nullable String> look, Consumer<String> found) {
    Thread thread =
        Thread.ofPlatform().daemon().name("metaproc/deadlock").unstarted(() -> watch(look, found));
    thread.start();
    return new DeadlockWatch(thread);
  }

  private static void watch(Supplier<@Nullable String> look, Consumer<String> found) {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        String report = look.get();
        if (report != null) {
          found.accept(report);
          return;
        }
      }
    } catch (InterruptedException e) {
      return; // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
