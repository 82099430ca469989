package dev.metaproc.isolation.reclaim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a program changed in the JVM outside itself, and how each change is taken back. A hook that
 * changes such state records the undo with it:
 *
 * {@snippet :
 * server.registerMBean(bean, name);
 * Entry entry = state.journal().record("MBean " + name, () -> server.unregisterMBean(name));
 * }
 *
 * <p>When the program has ended, each undo runs once, the latest first, on a thread that counts as
 * the program's: it may run code of the program, and may be stopped. Safe for use by any thread.
 */
public final class UndoJournal {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean closed;

  /** Takes one change back. */
  @FunctionalInterface
  public interface Undo {
    void run() throws Exception;
  }

  /** A change that is still to be taken back. */
  public final class Entry {
    private final String what;
    private final Undo undo;
    private final AtomicBoolean done = new AtomicBoolean();

    private Entry(String what, Undo undo) {
      this.what = what;
      this.undo = undo;
    }

    /** The program took the change back itself. */
    public void cancel() {
      done.set(true);
      synchronized (entries) {
        entries.remove(this);
      }
    }

    private void run() {
      if (done.compareAndSet(false, true)) {
        try {
          undo.run();
        } catch (Throwable e) {
          // the change was of the program's making, and so is what stands in the way; the next one
        }
      }
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** Records how a change is taken back; takes it back at once if the program has ended. */
  public Entry record(String what, Undo undo) {
    Entry entry = new Entry(what, undo);
    synchronized (entries) {
      if (!closed) {
        entries.addFirst(entry);
        return entry;
      }
    }
    entry.run();
    return entry;
  }

  boolean isEmpty() {
    synchronized (entries) {
      return entries.isEmpty();
    }
  }

  /** Takes everything back, and from now on every new change at once. */
  void close() {
    List<Entry> latestFirst;
    synchronized (entries) {
      closed = true;
      latestFirst = List.copyOf(entries);
      entries.clear();
    }
    latestFirst.forEach(Entry::run);
  }
}
