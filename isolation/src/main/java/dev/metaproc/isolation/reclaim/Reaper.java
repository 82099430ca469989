package dev.metaproc.isolation.reclaim;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes everything back from one program that has ended: closes what it has open, undoes what it
 * changed, ends its threads. {@link #start} does so on a thread of the host's; a program that has
 * nothing left needs none.
 */
public final class Reaper {
  private static final List<Class<?>> INITIALIZED =
      List.of(JdkInternals.class, ThreadKiller.class, Stacks.class, WrappedTasks.class);

  private static final Duration CHASE = Duration.ofSeconds(30);

  private final Claims claims;
  private final Throwable ended;

  /**
   * What a program holds.
   *
   * @param name the program's in thread names
   * @param live its live threads
   * @param own makes a thread that is one of them
   * @param polls makes its loops throw, wherever it shares their code with others
   */
  public record Claims(
      String name,
      Supplier<List<Thread>> live,
      ThreadMaker own,
      Runnable polls,
      UndoJournal journal,
      OpenResources resources) {}

  /** Makes a thread of the program for a task of the host's. */
  @FunctionalInterface
  public interface ThreadMaker {
    Thread make(String name, Runnable task);
  }

  /**
   * Initialises what ending a program needs: a class whose initialiser fails for want of memory can
   * never be used.
   */
  public static void prepare() {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      for (Class<?> each : INITIALIZED) {
        here.ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /**
   * @param ended what is thrown in the program's threads
   */
  public Reaper(Claims claims, Throwable ended) {
    this.claims = claims;
    this.ended = ended;
  }

  /** Whether nothing but the calling thread is left. */
  public boolean isNothingLeft() {
    if (!claims.journal().isEmpty() || !claims.resources().isEmpty()) {
      return false;
    }
    Thread self = Thread.currentThread();
    return claims.live().get().stream().allMatch(self::equals);
  }

  /**
   * Begins to take everything back.
   *
   * @param bound after which {@code done} is called at the latest
   * @param done given the threads that still live; called a second time, with none, when those have
   *     ended after all
   */
  public void start(Duration bound, Consumer<List<Thread>> done) {
    Thread ignored = HostThreads.start(claims.name() + "/reaper", () -> reap(bound, done));
  }

  private void reap(Duration bound, Consumer<List<Thread>> done) {
    claims.own().make(claims.name() + "/close", this::close).start();
    ThreadKiller killer = new ThreadKiller(claims.live(), claims.polls(), ended, new Stacks());
    List<Thread> left = killer.run(bound);
    done.accept(left);
    if (!left.isEmpty()) {
      while (!left.isEmpty()) {
        left = killer.run(CHASE);
      }
      done.accept(left);
    }
  }

  /**
   * Pools come first: to one that is not shut down, a worker that dies is a worker to replace. A
   * thread may have started a new one meanwhile.
   */
  private void close() {
    shutDownPools();
    claims.resources().close();
    claims.journal().close();
    shutDownPools();
  }

  private void shutDownPools() {
    for (Thread thread : claims.live().get()) {
      ExecutorService pool = thread.isVirtual() ? null : JdkInternals.poolOf(thread);
      if (pool != null) {
        shutDown(pool);
      }
    }
  }

  private static void shutDown(ExecutorService pool) {
    try {
      JdkInternals.shutDown(pool);
    } catch (Throwable e) {
      // the program's own method; the killer goes on without it
    }
  }
}
