package dev.metaproc.isolation;

import dev.metaproc.isolation.reclaim.HandleConstants;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The class loaders of programs that have ended, for as long as they are not collected. */
final class EndedLoaders {
  private static final int COLLECTIONS = 5;

  private final Set<Ended> loaders = ConcurrentHashMap.newKeySet();

  private static final class Ended extends WeakReference<ClassLoader> {
    final Leak leak;

    Ended(Program program) {
      super(program.state().loader());
      leak = new Leak(program.pid(), program.commandLine());
    }
  }

  /** Remembers a program that had a loader of its own. */
  void add(Program program) {
    loaders.removeIf(ended -> ended.refersTo(null));
    HandleConstants.forgetPrograms();
    if (program.state().statics() == null) {
      loaders.add(new Ended(program));
    }
  }

  /** Those that the collector, which is run, leaves. */
  List<Leak> leaks() {
    for (int i = 0; i < COLLECTIONS && !loaders.isEmpty(); i++) {
      System.gc();
      loaders.removeIf(ended -> ended.refersTo(null));
    }
    return loaders.stream().map(ended -> ended.leak).toList();
  }
}
