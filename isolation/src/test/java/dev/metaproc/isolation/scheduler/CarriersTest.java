package dev.metaproc.isolation.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CarriersTest {
  private final Carriers carriers = Carriers.open(2);

  @AfterEach
  void close() {
    carriers.close();
  }

  private Thread start(int home, Runnable body) {
    Thread thread = carriers.newThread("main", home, body);
    thread.start();
    return thread;
  }

  private static void joinAll(List<Thread> threads) throws InterruptedException {
    for (Thread each : threads) {
      each.join();
    }
  }

  /** Each number is handed round a ring in which every thread waits for its neighbour. */
  @Test
  void aHeldThreadRunsWhenItIsResumed() throws InterruptedException {
    int size = 20;
    int laps = 2_000;
    AtomicReferenceArray<@Nullable CarriedThread> ring = new AtomicReferenceArray<>(size);
    AtomicInteger token = new AtomicInteger();
    CountDownLatch ready = new CountDownLatch(size);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int me = i;
      threads.add(
          start(
              i,
              () -> {
                ring.set(me, CarriedThread.current());
                ready.countDown();
                awaitQuietly(ready);
                CarriedThread own = Objects.requireNonNull(CarriedThread.current());
                for (int lap = 0; lap < laps; lap++) {
                  while (token.get() != lap * size + me) {
                    own.hold();
                  }
                  token.incrementAndGet();
                  ring.get((me + 1) % size).resume();
                }
              }));
    }
    joinAll(threads);
    assertThat(token).hasValue(size * laps);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The JDK unmounts it for locks and sleeps, too, and must not confuse holding with those. */
  @Test
  void holdingMixesWithWhatTheJdkWaitsFor() throws InterruptedException {
    int size = 8;
    int rounds = 300;
    AtomicReferenceArray<@Nullable CarriedThread> all = new AtomicReferenceArray<>(size);
    AtomicInteger[] permits = new AtomicInteger[size];
    CountDownLatch ready = new CountDownLatch(size);
    Object monitor = new Object();
    CyclicBarrier barrier = new CyclicBarrier(size);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      permits[i] = new AtomicInteger();
      int me = i;
      threads.add(
          start(
              i,
              () -> {
                Random random = new Random(me);
                CarriedThread own = Objects.requireNonNull(CarriedThread.current());
                all.set(me, own);
                ready.countDown();
                awaitQuietly(ready);
                for (int round = 1; round <= rounds; round++) {
                  int next = (me + 1) % size;
                  permits[next].incrementAndGet();
                  all.get(next).resume();
                  pause(random, monitor, barrier, round);
                  while (permits[me].get() < round) {
                    own.hold();
                  }
                }
              }));
    }
    // The JDK suspends and resubmits a thread whose stack is asked for.
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(Thread::getStackTrace);
    }
    for (AtomicInteger each : permits) {
      assertThat(each).hasValue(rounds);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // only the waiting matters
  private static void pause(Random random, Object monitor, CyclicBarrier barrier, int round) {
    try {
      switch (round % 50 == 0 ? 3 : random.nextInt(3)) {
        case 0 -> Thread.sleep(0, 1000);
        case 1 -> {
          synchronized (monitor) {
            monitor.wait(0, 1000);
          }
        }
        case 2 -> Thread.onSpinWait();
        default -> barrier.await(60, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void threadsOfACarrierThatComputesRunOnAnother() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch computing = new CountDownLatch(1);
    Thread computes =
        start(
            0,
            () -> {
              computing.countDown();
              while (ran.get() < 3) {
                Thread.onSpinWait();
              }
            });
    computing.await();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(start(0, ran::incrementAndGet));
    }
    joinAll(others);
    computes.join();
    assertThat(ran).hasValue(3);
  }

  /** As many pinned threads as there are carriers, each resumed by one that comes after it. */
  @Test
  void pinnedThreadsDoNotStopTheOthers() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    ConcurrentHashMap<Integer, CarriedThread> holding = new ConcurrentHashMap<>();
    AtomicInteger released = new AtomicInteger();
    Runnable[] initialisers = {Pinned0::touch, Pinned1::touch};
    for (int i = 0; i < 2; i++) {
      int key = i;
      threads.add(
          start(
              i,
              () -> {
                PinnedState.BODY.set(() -> holdUntil(holding, key, released));
                initialisers[key].run();
              }));
    }
    Awaitility.await().until(() -> holding.size() == 2);
    threads.add(
        start(
            0,
            () -> {
              released.set(1);
              holding.values().forEach(CarriedThread::resume);
            }));
    joinAll(threads);
  }

  /** A class initialiser is a native frame: whoever waits in it keeps its carrier. */
  private static final class PinnedState {
    static final ThreadLocal<Runnable> BODY = ThreadLocal.withInitial(() -> () -> {});
  }

  private static void holdUntil(
      ConcurrentHashMap<Integer, CarriedThread> holding, int key, AtomicInteger released) {
    CarriedThread own = Objects.requireNonNull(CarriedThread.current());
    holding.put(key, own);
    while (released.get() == 0) {
      own.hold();
    }
  }

  private static final class Pinned0 {
    static {
      PinnedState.BODY.get().run();
    }

    static void touch() {}
  }

  private static final class Pinned1 {
    static {
      PinnedState.BODY.get().run();
    }

    static void touch() {}
  }

  @Test
  void virtualThreadsThatAThreadStartsRunOnTheJdksScheduler() throws InterruptedException {
    List<Boolean> carried = new ArrayList<>();
    Thread parent =
        start(
            0,
            () -> {
              Thread child =
                  Thread.ofVirtual()
                      .start(
                          () -> {
                            carried.add(CarriedThread.current() != null);
                            carried.add(Carrier.current() != null);
                          });
              try {
                child.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    parent.join();
    assertThat(carried).containsExactly(false, false);
  }

  @Test
  void anEndedThreadIsCollected() throws InterruptedException {
    WeakReference<Thread> ended = new WeakReference<>(startAndJoin());
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return ended.get() == null;
            });
  }

  private Thread startAndJoin() throws InterruptedException {
    Thread thread = start(1, () -> {});
    thread.join();
    return thread;
  }

  @Test
  void atLeastOneCarrierIsNeeded() {
    assertThatThrownBy(() -> Carriers.open(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("carriers=0 is out of range: use 1 or more");
  }

  /** As for ranks under a debugger: what has no core of its own must not take that of others. */
  @Test
  void moreCarriersThanCoresSleepUntilTheyAreNeeded() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    int size = cores + 62;
    try (Carriers many = Carriers.open(size)) {
      for (int round = 0; round < 3; round++) {
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int home = 0; home < size; home++) {
          Thread thread = many.newThread("main", home, ran::incrementAndGet);
          thread.start();
          threads.add(thread);
        }
        joinAll(threads);
        assertThat(ran).hasValue(size);
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> IntStream.range(cores, size).allMatch(each -> many.carrier(each).isAsleep()));
      }
    }
  }

  /** A carrier that computes for another has threads of its own, too. */
  @Test
  void threadsOfACarrierThatHelpsRunOnAnother() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    try (Carriers many = Carriers.open(cores + 2)) {
      AtomicInteger computing = new AtomicInteger();
      AtomicBoolean isOver = new AtomicBoolean();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i <= cores; i++) { // all at home on one, which the others have to help
        threads.add(
            many.newThread(
                "main",
                cores,
                () -> {
                  computing.incrementAndGet();
                  while (!isOver.get()) {
                    Thread.onSpinWait();
                  }
                }));
      }
      threads.forEach(Thread::start);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> computing.get() > cores);
      for (int home = 0; home < cores; home++) {
        Thread late = many.newThread("main", home, () -> {});
        late.start();
        late.join(Duration.ofSeconds(60));
        assertThat(late.isAlive()).isFalse();
      }
      isOver.set(true);
      joinAll(threads);
    }
  }
}
