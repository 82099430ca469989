package dev.metaproc.isolation.shared;

import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The programs whose code may run in the classes of a domain. While there is but one, the generated
 * class of each holder names that program's holder in a static, so that finding it takes one read
 * and no look at the thread:
 *
 * <pre>
 *   C$$Statics.get():  C$$Statics h = $$SOLE;  return h != null ? h : find();
 * </pre>
 *
 * <p>A program is a tenant from before its first instruction until no thread can run code of it any
 * more. INVARIANT: a thread that reads $$SOLE works for the program it names, or there has been no
 * second tenant since that was written. A read may lag behind only where it finds its own program's
 * holder: what a new tenant's threads read was cleared before they started.
 *
 * <p>Safe for use by any thread.
 */
public final class Tenants {
  private final Set<ProgramStatics> all = new HashSet<>();

  // null while there is none, or several, or the only one has ended and is on its way out
  private @Nullable ProgramStatics sole;
  private boolean strangers;

  /** Called before the first instruction of the program. */
  public synchronized void enter(ProgramStatics program) {
    all.add(program);
    choose();
  }

  /**
   * Called when the program has ended.
   *
   * @param entirely that no thread runs code of it any more; if one does, no program is ever the
   *     only one again
   */
  public synchronized void leave(ProgramStatics program, boolean entirely) {
    all.remove(program);
    strangers |= !entirely || program.isVisited();
    choose();
  }

  /** A class of the program has been initialised. */
  synchronized void published(ProgramStatics program, Holder holder) {
    if (program.equals(sole)) {
      name(holder);
    }
  }

  /** The program's statics are about to be let go. */
  synchronized void ended() {
    choose();
  }

  private void choose() {
    ProgramStatics only = all.size() == 1 && !strangers ? all.iterator().next() : null;
    ProgramStatics next = only == null || only.hasEnded() ? null : only;
    if (Objects.equals(next, sole)) {
      return;
    }
    if (sole != null) {
      sole.holders().forEach(holder -> holder.setSole(null));
    }
    sole = next;
    if (next != null) {
      next.holders().forEach(Tenants::name);
    }
  }

  /** Readers come by an unordered read of the static, and see what was in the holder before. */
  private static void name(Holder holder) {
    VarHandle.releaseFence();
    holder.setSole(holder);
  }
}
