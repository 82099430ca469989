package dev.metaproc.isolation;

import dev.metaproc.isolation.reclaim.HandleConstants;
import dev.metaproc.isolation.reclaim.HeapPaths;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The class loaders of programs that have ended, for as long as they are not collected. */
final class EndedLoaders {
  private static final int COLLECTIONS = 5;

  /**
   * What no path leads to the JVM itself holds for a while: a compiler that is at a method of it.
   */
  private static final int PATIENCE = 20;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Set<Ended> loaders = ConcurrentHashMap.newKeySet();

  private static final class Ended extends WeakReference<ClassLoader> {
    final long pid;
    final String commandLine;

    Ended(Program program) {
      super(program.state().loader());
      pid = program.pid();
      commandLine = program.commandLine();
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

  /**
   * Those that the collector, which is run, leaves, and by what path.
   *
   * @throws IOException if the heap cannot be dumped
   */
  List<Leak> leaks() throws IOException {
    for (int i = 0; i < COLLECTIONS && !loaders.isEmpty(); i++) {
      collect();
    }
    if (loaders.isEmpty()) {
      return List.of();
    }
    Map<Long, List<String>> paths = HeapPaths.toReferents(Ended.class, "pid");
    for (int i = 0; i < PATIENCE && loaders.stream().anyMatch(each -> isNoPath(paths, each)); i++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      collect();
    }
    List<Leak> leaks = new ArrayList<>();
    for (Ended ended : loaders) {
      List<String> path = paths.get(ended.pid);
      if (path != null) {
        leaks.add(new Leak(ended.pid, ended.commandLine, path));
      }
    }
    return leaks;
  }

  private void collect() {
    System.gc();
    loaders.removeIf(ended -> ended.refersTo(null));
  }

  private static boolean isNoPath(Map<Long, List<String>> paths, Ended ended) {
    return List.of().equals(paths.get(ended.pid));
  }
}
