package dev.metaproc.isolation.jdk;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Makes a program's common pool: its threads belong to the program and are named as the JVM's. */
final class CommonPool {
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final int MOST = 0x7fff;

  private CommonPool() {}

  static ForkJoinPool make(JdkState state, ThreadGroup group) {
    return new ForkJoinPool(
        parallelism(state), pool -> new Worker(group, pool, state), null, false);
  }

  /** One less than there are processors, but one at least, unless the program's property says. */
  private static int parallelism(JdkState state) {
    String value = state.properties().getProperty(PARALLELISM);
    int fallback = Math.max(1, state.processors() - 1);
    try {
      int given = value == null ? fallback : Integer.parseInt(value.trim());
      return Math.clamp(given, 1, MOST);
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ThreadGroup group, ForkJoinPool pool, JdkState state) {
      super(group, pool, true);
      setName("ForkJoinPool.commonPool-worker-" + (getPoolIndex() + 1));
      setContextClassLoader(state.contextClassLoader());
      setDaemon(true);
    }
  }
}
