package dev.metaproc.isolation.jdk;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Objects;

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
  private final MutableCallSite[] sites = {site}; // made now, since arming is to take no memory
  private MethodHandle turn = NOTHING; // until it is prepared
  private int armed;

  /** A poll that is not armed. */
  public LoopPoll(JdkState.Holder loader) {
    this.loader = loader;
  }

  CallSite site() {
    return site;
  }

  /** Makes whatever it takes to arm it and to run into it, so that neither needs memory later. */
  public synchronized void prepare() {
    if (turn.equals(NOTHING)) {
      Objects.requireNonNull(ProgramEnded.INSTANCE, "initialised now");
      turn = boundTurn();
      link(new MutableCallSite(turn));
    }
  }

  private MethodHandle boundTurn() {
    try {
      return MethodHandles.lookup().bind(this, "turn", TYPE);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The first call makes classes. */
  private static void link(CallSite trial) {
    try {
      trial.dynamicInvoker().invokeExact();
    } catch (ProgramEnded e) {
      return; // the caller's has
    } catch (Throwable e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** From now on every loop of a program that must unwind throws {@link ProgramEnded}. */
  public synchronized void arm() {
    prepare();
    if (armed++ == 0) {
      set(turn);
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
    MutableCallSite.syncAll(sites);
  }

  @SuppressWarnings("unused") // called through its method handle
  private void turn() {
    JdkState state;
    try {
      state = loader.jdkState();
    } catch (IllegalStateException e) {
      return; // a thread of nobody's
    }
    if (state.lifecycle().mustUnwind()) {
      throw ProgramEnded.INSTANCE;
    }
  }
}
