package dev.metaproc.isolation.jdk;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * What every loop of the classes of one loader calls at every turn. It does nothing, and the JIT
 * folds nothing away, until it is armed; then the JVM throws away the compiled code that relied on
 * it, and the loops of programs that have ended throw. A flag instead is either hoisted out of the
 * loop and never seen, or volatile and up to four times slower.
 *
 * <p>Safe for use by any thread.
 */
public final class LoopPoll {
  private static final MethodType TYPE = MethodType.methodType(void.class);
  private static final MethodHandle NOTHING = MethodHandles.empty(TYPE);

  private final JdkState.Holder loader;
  private final MutableCallSite site = new MutableCallSite(NOTHING);
  private int armed;

  /** A poll that is not armed. */
  public LoopPoll(JdkState.Holder loader) {
    this.loader = loader;
  }

  CallSite site() {
    return site;
  }

  /** From now on every loop of a program that has ended throws {@link ProgramEnded}. */
  public synchronized void arm() {
    if (armed++ == 0) {
      try {
        set(MethodHandles.lookup().findVirtual(LoopPoll.class, "turn", TYPE).bindTo(this));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  /** Takes one arming back. */
  public synchronized void disarm() {
    if (--armed == 0) {
      set(NOTHING);
    }
  }

  private void set(MethodHandle target) {
    site.setTarget(target);
    MutableCallSite.syncAll(new MutableCallSite[] {site});
  }

  @SuppressWarnings("unused") // called through its method handle
  private void turn() {
    JdkState state;
    try {
      state = loader.jdkState();
    } catch (IllegalStateException e) {
      return; // a thread of nobody's
    }
    if (state.lifecycle().hasEnded()) {
      throw ProgramEnded.INSTANCE;
    }
  }
}
