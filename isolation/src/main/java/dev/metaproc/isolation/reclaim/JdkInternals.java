package dev.metaproc.isolation.reclaim;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The few members of the JDK used here that are not public. They need the host's {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
final class JdkInternals {
  private static final MethodHandle INTERRUPT;
  private static final MethodHandle STACK;
  private static final MethodHandle CONTAINER_THREADS;
  private static final MethodHandle CONTAINER_CHILDREN;
  private static final MethodHandle FORGET;
  private static final VarHandle HOLDER;
  private static final VarHandle TASK;
  private static final Class<?> WORKER;
  private static final VarHandle POOL;
  private static final MethodHandle SHUT_DOWN;
  private static final Object ROOT;

  static {
    try {
      Module own = JdkInternals.class.getModule();
      for (String internal : List.of("jdk.internal.vm", "java.util.concurrent")) {
        ModuleGrants.grant(Object.class.getModule(), internal, true, own);
      }
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandles.Lookup inThread = MethodHandles.privateLookupIn(Thread.class, lookup);
      MethodType nothing = MethodType.methodType(void.class);
      INTERRUPT = inThread.findSpecial(Thread.class, "interrupt", nothing, Thread.class);
      MethodType trace = MethodType.methodType(StackTraceElement[].class);
      STACK = inThread.findSpecial(Thread.class, "asyncGetStackTrace", trace, Thread.class);
      Class<?> holder = Class.forName("java.lang.Thread$FieldHolder");
      HOLDER = inThread.findVarHandle(Thread.class, "holder", holder);
      TASK = inThread.in(holder).findVarHandle(holder, "task", Runnable.class);
      WORKER = Class.forName("java.util.concurrent.ThreadPoolExecutor$Worker");
      POOL =
          MethodHandles.privateLookupIn(WORKER, lookup)
              .findVarHandle(WORKER, "this$0", ThreadPoolExecutor.class);
      Class<?> pool = ThreadPoolExecutor.class;
      SHUT_DOWN =
          MethodHandles.privateLookupIn(pool, lookup)
              .findSpecial(pool, "shutdownNow", MethodType.methodType(List.class), pool);
      Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
      MethodHandles.Lookup inContainer = MethodHandles.privateLookupIn(container, lookup);
      MethodType ofThread = MethodType.methodType(void.class, Thread.class);
      FORGET =
          inContainer
              .findVirtual(container, "onExit", ofThread)
              .asType(MethodType.methodType(void.class, Object.class, Thread.class));
      Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
      MethodType stream = MethodType.methodType(Stream.class);
      CONTAINER_THREADS =
          lookup
              .findVirtual(container, "threads", stream)
              .asType(MethodType.methodType(Stream.class, Object.class));
      CONTAINER_CHILDREN =
          lookup
              .findVirtual(container, "children", stream)
              .asType(MethodType.methodType(Stream.class, Object.class));
      ROOT = lookup.findStatic(containers, "root", MethodType.methodType(container)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(
          "start the host's JVM with --add-opens=java.base/java.lang=ALL-UNNAMED", e);
    }
  }

  private JdkInternals() {}

  /** Interrupts without running an {@code interrupt} that the program's own class declares. */
  static void interrupt(Thread thread) {
    if (thread.isVirtual()) {
      thread.interrupt(); // no class of a program extends those
      return;
    }
    try {
      INTERRUPT.invokeExact(thread);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The pool that a platform thread works for; null if it works for none that can be told. The
   * thread's task may be wrapped, as thread factories do.
   */
  static @Nullable ExecutorService poolOf(Thread thread) {
    if (thread instanceof ForkJoinWorkerThread worker) {
      return worker.getPool();
    }
    Object holder = HOLDER.get(thread);
    Object task = holder == null ? null : TASK.get(holder);
    Object worker = WrappedTasks.find(task == null ? thread : task, WORKER);
    return worker == null ? null : (ExecutorService) POOL.get(worker);
  }

  /** Shuts a pool down without running a {@code shutdownNow} that the program's class declares. */
  static void shutDown(ExecutorService pool) throws Throwable {
    if (pool instanceof ThreadPoolExecutor threads) {
      Object ignored = SHUT_DOWN.invoke(threads);
    } else {
      List<Runnable> ignored = pool.shutdownNow();
    }
  }

  /**
   * The stack of a suspended thread; null if it is a virtual one without a carrier. The public
   * method would try again and again until that has one.
   */
  static StackTraceElement @Nullable [] stackOfSuspended(Thread thread) {
    try {
      return (StackTraceElement[]) STACK.invokeExact(thread);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Takes a parked virtual thread off the JVM's list. Nothing refers to it then but what it waits
   * for; when that is garbage, so is the thread.
   */
  static void forget(Thread virtual) {
    try {
      FORGET.invokeExact(ROOT, virtual);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Every live virtual thread; only unstructured ones if {@code jdk.trackAllThreads} is false. */
  static List<Thread> virtualThreads() {
    List<Thread> found = new ArrayList<>();
    addVirtual(ROOT, found);
    return found;
  }

  @SuppressWarnings("unchecked")
  private static void addVirtual(@Nullable Object container, List<Thread> found) {
    try (Stream<Thread> threads = (Stream<Thread>) CONTAINER_THREADS.invokeExact(container);
        Stream<Object> children = (Stream<Object>) CONTAINER_CHILDREN.invokeExact(container)) {
      threads.filter(Thread::isVirtual).forEach(found::add);
      children.forEach(child -> addVirtual(child, found));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
