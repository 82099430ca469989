package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Upstream.Ask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The suspend counts of one debugger's threads: what libjdwp's threadControl.c keeps for a whole
 * JVM, kept for a program. Only this sends suspends and resumes for these threads, so its counts
 * are the agent's.
 *
 * <p>INVARIANT: nothing here waits. The agent carries commands out in order, so whatever the
 * debugger asks after a suspend finds the threads suspended.
 */
final class ThreadControl {
  private final Consumer<List<Ask>> agent;
  private final Runnable onChange;

  // guarded by this
  private final Map<Long, Integer> counts = new LinkedHashMap<>();
  private final Set<Long> ending = new HashSet<>();
  private final Set<Long> virtual = new HashSet<>();
  private int suspendAllCount;
  private boolean isReleased;

  /**
   * No threads yet.
   *
   * @param agent where suspends and resumes go, in one write; must not wait
   * @param onChange told when {@link #keptCarriers} may have changed; must not wait
   */
  ThreadControl(Consumer<List<Ask>> agent, Runnable onChange) {
    this.agent = agent;
    this.onChange = onChange;
  }

  synchronized List<Long> threads() {
    return List.copyOf(counts.keySet());
  }

  synchronized boolean has(long thread) {
    return counts.containsKey(thread);
  }

  /** A virtual thread of the JDK's own scheduler, whose carriers all programs share. */
  synchronized void isVirtual(long thread) {
    virtual.add(thread);
  }

  /** How many of the shared carriers are kept by suspended threads. */
  synchronized int keptCarriers() {
    return (int) virtual.stream().filter(thread -> counts.getOrDefault(thread, 0) > 0).count();
  }

  /** Threads that run, found when the debugger came or while it looked for them. */
  synchronized void found(Collection<Long> threads) {
    for (Long thread : threads) {
      if (counts.putIfAbsent(thread, 0) == null) {
        bringTo(thread, suspendAllCount);
      }
    }
  }

  /**
   * A thread that has just started. Its count is brought <em>to</em> that of its program, not by:
   * it may have been found before its start was told.
   *
   * @param isSuspended whether the agent has suspended it once to tell
   * @param policy what the debugger has asked to be suspended for being told
   */
  synchronized void started(long thread, boolean isSuspended, int policy) {
    int known = counts.getOrDefault(thread, 0);
    counts.put(thread, known + (isSuspended ? 1 : 0));
    if (isReleased) {
      bringTo(thread, 0);
    } else if (policy == SuspendPolicy.ALL) {
      others(thread, 1);
      suspendAllCount++;
      bringTo(thread, Math.max(known + 1, suspendAllCount));
    } else {
      bringTo(thread, Math.max(known, suspendAllCount) + policy);
    }
  }

  private void bringTo(long thread, int wanted) {
    int now = counts.getOrDefault(thread, 0);
    List<Ask> asks = new ArrayList<>();
    for (int i = now; i < wanted; i++) {
      asks.add(suspendOf(thread));
    }
    for (int i = now; i > wanted; i--) {
      asks.add(resumeOf(thread));
    }
    counts.put(thread, wanted);
    send(asks);
  }

  synchronized void ended(long thread) {
    virtual.remove(thread);
    counts.remove(thread);
  }

  /** A thread stopped in its own end is still the debugger's until it is resumed. */
  synchronized void endsOnResume(long thread) {
    ending.add(thread);
  }

  private void dropEnded() {
    ending.removeIf(thread -> counts.getOrDefault(thread, 0) == 0 && counts.remove(thread) != null);
  }

  /** The agent has suspended {@code thread} once for an event of the debugger's. */
  synchronized void stoppedByEvent(long thread, boolean all) {
    if (isReleased) {
      send(List.of(resumeOf(thread)));
      return;
    }
    if (!all) {
      counts.merge(thread, 1, Integer::sum);
      send(List.of());
      return;
    }
    suspendAllCount++;
    List<Ask> asks = new ArrayList<>();
    for (Long other : counts.keySet()) {
      if (other != thread) {
        asks.add(suspendOf(other));
      }
    }
    counts.replaceAll((other, count) -> count + 1);
    counts.putIfAbsent(thread, 1);
    send(asks);
  }

  /** VirtualMachine.Suspend of the program. */
  synchronized void suspendAll() {
    if (isReleased) {
      return;
    }
    suspendAllCount++;
    send(counts.keySet().stream().map(ThreadControl::suspendOf).toList());
    counts.replaceAll((thread, count) -> count + 1);
  }

  /** VirtualMachine.Resume of the program: one off every thread that is suspended. */
  synchronized void resumeAll() {
    suspendAllCount = Math.max(0, suspendAllCount - 1);
    List<Ask> asks = new ArrayList<>();
    counts.forEach(
        (thread, count) -> {
          if (count > 0) {
            asks.add(resumeOf(thread));
          }
        });
    counts.replaceAll((thread, count) -> Math.max(0, count - 1));
    send(asks);
    dropEnded();
  }

  synchronized void suspend(long thread) {
    if (!isReleased) {
      counts.merge(thread, 1, Integer::sum);
      send(List.of(suspendOf(thread)));
    }
  }

  synchronized void resume(long thread) {
    if (counts.getOrDefault(thread, 0) > 0) {
      counts.merge(thread, -1, Integer::sum);
      send(List.of(resumeOf(thread)));
      dropEnded();
    }
  }

  /** Around an invocation that lets the other threads of the program run. */
  synchronized void resumeOthers(long invoking) {
    suspendAllCount = Math.max(0, suspendAllCount - 1);
    others(invoking, -1);
  }

  synchronized void suspendOthers(long invoking) {
    if (!isReleased) {
      suspendAllCount++;
      others(invoking, 1);
    }
  }

  private void others(long invoking, int by) {
    List<Ask> asks = new ArrayList<>();
    for (Map.Entry<Long, Integer> each : counts.entrySet()) {
      if (each.getKey() != invoking && each.getValue() + by >= 0) {
        each.setValue(each.getValue() + by);
        asks.add(by > 0 ? suspendOf(each.getKey()) : resumeOf(each.getKey()));
      }
    }
    send(asks);
  }

  /** The debugger is gone: everything it holds runs, and nothing is suspended for it again. */
  synchronized void release() {
    isReleased = true;
    suspendAllCount = 0;
    List<Ask> asks = new ArrayList<>();
    counts.forEach(
        (thread, count) -> {
          for (int i = 0; i < count; i++) {
            asks.add(resumeOf(thread));
          }
        });
    counts.replaceAll((thread, count) -> 0);
    send(asks);
  }

  private void send(List<Ask> asks) {
    agent.accept(asks);
    if (!virtual.isEmpty()) {
      onChange.run();
    }
  }

  static Ask suspendOf(long thread) {
    return new Ask(Command.THREAD_SUSPEND, Classes.id(thread));
  }

  static Ask resumeOf(long thread) {
    return new Ask(Command.THREAD_RESUME, Classes.id(thread));
  }
}
