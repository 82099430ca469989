package dev.metaproc.isolation.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something one thread asks a carrier to do between two of its threads. The links are intrusive, so
 * that asking allocates nothing; an errand that is already under way is not asked for twice.
 */
public abstract class Errand {
  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(Errand.class, "pending", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Nullable Errand next;
  private volatile boolean pending;

  /** On a carrier, with no thread mounted; short, never blocks. */
  protected abstract void run();

  /** False if it is under way already. */
  final boolean claim() {
    return !pending && PENDING.compareAndSet(this, false, true);
  }

  final void perform() {
    next = null;
    pending = false;
    run();
  }
}
