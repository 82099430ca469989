package dev.metaproc.isolation.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * What JDK 25 has for schedulers of virtual threads but does not export. The host opens {@code
 * java.lang} to itself; where it is closed there is no scheduler of our own.
 */
final class Jdk {
  private static final @Nullable Internals INTERNALS = Internals.find();
  private static final MethodHandle CURRENT_CARRIER =
      INTERNALS == null
          ? MethodHandles.constant(Thread.class, null)
          : INTERNALS.currentCarrierThread;

  private Jdk() {}

  private record Internals(
      MethodHandle newBuilder,
      MethodHandle currentCarrierThread,
      VarHandle scheduler,
      Executor defaultScheduler) {
    static @Nullable Internals find() {
      try {
        MethodHandles.Lookup own = MethodHandles.lookup();
        Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        Class<?> thread = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup inThread = MethodHandles.privateLookupIn(thread, own);
        VarHandle scheduler =
            inThread.findStaticVarHandle(thread, "DEFAULT_SCHEDULER", ForkJoinPool.class);
        return new Internals(
            MethodHandles.privateLookupIn(builder, own)
                .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
            MethodHandles.privateLookupIn(Thread.class, own)
                .findStatic(
                    Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)),
            inThread.findVarHandle(thread, "scheduler", Executor.class),
            (ForkJoinPool) scheduler.get());
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }
  }

  static boolean isOpen() {
    return INTERNALS != null;
  }

  private static Internals internals() {
    if (INTERNALS == null) {
      throw new IllegalStateException("java.lang is closed: use --add-opens java.base/java.lang");
    }
    return INTERNALS;
  }

  /** A builder of virtual threads that {@code scheduler} runs. */
  static Thread.Builder.OfVirtual builder(Executor scheduler) {
    try {
      return (Thread.Builder.OfVirtual) internals().newBuilder.invokeExact(scheduler);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The platform thread that runs the caller, also when a virtual thread calls. */
  static @Nullable Thread currentCarrierThread() {
    try {
      return (Thread) CURRENT_CARRIER.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who runs {@code thread}; null unless it is virtual. */
  static @Nullable Executor schedulerOf(Thread thread) {
    return thread.isVirtual() && INTERNALS != null
        ? (Executor) INTERNALS.scheduler.get(thread)
        : null;
  }

  /** The scheduler that virtual threads have when nobody says otherwise. */
  static Executor defaultScheduler() {
    return internals().defaultScheduler;
  }
}
