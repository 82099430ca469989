package dev.metaproc.isolation.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler of virtual threads on platform threads of its own, the carriers, one for each core.
 * Every thread has a home carrier, so that neighbours which talk to each other share a core and its
 * caches. Only when a carrier is stuck in a thread that computes do idle ones run others of it.
 *
 * <p>A switch costs about as much as one cache line between two cores, a tenth of the JDK's own
 * scheduler with several carriers. Thread-safe.
 *
 * {@snippet :
 * try (Carriers carriers = Carriers.open(2)) {
 *   Thread thread = carriers.newThread("main", 0, task);
 *   thread.start();
 *   thread.join();
 * }
 * }
 */
public final class Carriers implements AutoCloseable {
  /**
   * A thread keeps the virtual thread it runs in eight bytes that lie beside those of the thread
   * made next. Threads between two carriers keep these off each other's cache line.
   */
  private static final int SPACERS = 3;

  private final List<Carrier> carriers = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Object registration = new Object();
  private volatile @Nullable CarriedThread[] threads = new CarriedThread[16];
  private int used;
  private volatile boolean isOpen = true;
  private volatile boolean isStarted;
  private final boolean areMoreThanCores;

  private Carriers(int size) {
    areMoreThanCores = size > Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < size; i++) {
      carriers.add(new Carrier(this, i));
    }
  }

  /**
   * A scheduler with so many carriers, which start with the first thread.
   *
   * @throws IllegalArgumentException unless {@code carriers} is positive
   */
  public static Carriers open(int carriers) {
    if (carriers < 1) {
      throw new IllegalArgumentException(
          "carriers=" + carriers + " is out of range: use 1 or more");
    }
    return new Carriers(carriers);
  }

  /** One for each core. */
  public static Carriers ofProcessors() {
    return open(Runtime.getRuntime().availableProcessors());
  }

  public int size() {
    return carriers.size();
  }

  /**
   * A virtual thread, not started. Where the JDK is closed to the host its own scheduler runs it.
   *
   * @param home modulo {@link #size}: which carrier
   */
  public Thread newThread(String name, int home, Runnable task) {
    if (!Jdk.isOpen()) {
      return Thread.ofVirtual().name(name).unstarted(task);
    }
    start();
    return register(carriers.get(Math.floorMod(home, size()))).create(name, task);
  }

  private CarriedThread register(Carrier home) {
    synchronized (registration) {
      if (!isOpen) {
        throw new IllegalStateException("the carriers are closed: make threads before");
      }
      if (used == threads.length) {
        threads = Arrays.copyOf(threads, 2 * used);
      }
      CarriedThread created = new CarriedThread(home, used);
      threads[used++] = created;
      return created;
    }
  }

  private void start() {
    if (isStarted) {
      return;
    }
    synchronized (registration) {
      if (!isStarted) {
        isStarted = true;
        boolean areApart = size() > 1 && !areMoreThanCores();
        for (Carrier each : carriers) {
          each.start();
          for (int i = 0; i < SPACERS && areApart; i++) {
            startSpacer();
          }
        }
      }
    }
  }

  private void startSpacer() {
    Thread spacer = new Thread(null, this::awaitClose, "metaproc/spacer", 64 * 1024) {
          // Nothing but a thread that is there.
        };
    spacer.setDaemon(true);
    spacer.start();
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      // Nobody does that; ending is right.
    }
  }

  Carrier carrier(int index) {
    return carriers.get(index);
  }

  /** Then one that has been woken may wait long for a core, and is stuck in nothing. */
  boolean areMoreThanCores() {
    return areMoreThanCores;
  }

  boolean isOpen() {
    return isOpen;
  }

  boolean isAnyOtherAwake(Carrier carrier) {
    for (int i = 0; i < carriers.size(); i++) {
      if (i != carrier.number && !carriers.get(i).isAsleep()) {
        return true;
      }
    }
    return false;
  }

  void run(int number) {
    CarriedThread next = threads[number];
    if (next != null && next.runUntilItYields()) {
      synchronized (registration) {
        threads[number] = null;
      }
    }
  }

  /** Ends the carriers: threads that have not ended never run again. */
  @Override
  public void close() {
    isOpen = false;
    closing.countDown();
    carriers.forEach(Carrier::wake);
  }
}
