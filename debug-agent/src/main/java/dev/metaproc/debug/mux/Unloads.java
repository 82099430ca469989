package dev.metaproc.debug.mux;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forgets classes that were unloaded. The event has a signature only, so all classes that had it
 * are looked at. Each look keeps what it finds from a collection that is under way: of many classes
 * with one signature, which come and go by the thousand, so many must have gone that a look finds
 * them.
 */
final class Unloads {
  /** So few classes of one signature are looked at each time. */
  static final int FEW = 256;

  private final Session session;

  // guarded by this
  private final Map<String, Integer> unseen = new HashMap<>();
  private final Set<String> signatures = new LinkedHashSet<>();
  private boolean isBusy;

  Unloads(Session session) {
    this.session = session;
  }

  /** Some class of this signature is no more. Does not wait. */
  synchronized void add(String signature) {
    int known = session.classes().count(signature);
    int gone = known == 0 ? 0 : unseen.merge(signature, 1, Integer::sum);
    if (known > FEW && gone < known / 2) {
      return;
    }
    unseen.remove(signature);
    if (known > 0 && signatures.add(signature) && !isBusy) {
      isBusy = true;
      Thread.ofVirtual().name("class-unload").start(this::work);
    }
  }

  private void work() {
    for (String signature = next(); signature != null; signature = next()) {
      try {
        forget(signature);
      } catch (RefusedException e) {
        continue; // the JVM is gone
      }
    }
  }

  private void forget(String signature) {
    List<Long> gone = session.classes().unloaded(signature);
    session.owners().forgetTypes(gone);
    for (Debugger each : session.debuggers()) {
      each.classesUnloaded(gone, signature);
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
