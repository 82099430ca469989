package dev.metaproc.debug.mux;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forgets classes that were unloaded. The event has a signature only, and classes are unloaded by
 * the thousand: one look finds all that had a signature and are no more, and one more follows if
 * events have come meanwhile.
 */
final class Unloads {
  private final Session session;

  // guarded by this
  private final Set<String> signatures = new LinkedHashSet<>();
  private boolean isBusy;

  Unloads(Session session) {
    this.session = session;
  }

  /** Some class of this signature is no more. Does not wait. */
  synchronized void add(String signature) {
    signatures.add(signature);
    if (!isBusy) {
      isBusy = true;
      Thread.ofVirtual().name("class-unload").start(this::work);
    }
  }

  private void work() {
    for (String signature = next(); signature != null; signature = next()) {
      List<Long> gone = session.classes().unloaded(signature);
      session.owners().forgetTypes(gone);
      for (long type : gone) {
        for (Debugger each : session.debuggers()) {
          each.classUnloaded(type, signature);
        }
      }
    }
  }

  private synchronized @Nullable String next() {
    Iterator<String> left = signatures.iterator();
    if (!left.hasNext()) {
      isBusy = false;
      return null;
    }
    String signature = left.next();
    left.remove();
    return signature;
  }
}
