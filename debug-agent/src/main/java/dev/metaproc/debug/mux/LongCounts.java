package dev.metaproc.debug.mux;

import java.util.Arrays;

/**
 * How often each id was seen: an open hash table of longs, since a debugger is given hundreds of
 * thousands of ids. Thread-safe. 0 is not an id.
 */
final class LongCounts {
  /** Told of an id and its count. */
  interface Entry {
    void accept(long id, int count);
  }

  private long[] ids = new long[1024];
  private int[] counts = new int[1024];
  private int size;

  synchronized void add(long id) {
    if (id == 0) {
      return;
    }
    int slot = slot(ids, id);
    if (ids[slot] == 0) {
      ids[slot] = id;
      size++;
    }
    counts[slot]++;
    if (size * 2 > ids.length) {
      grow();
    }
  }

  synchronized boolean contains(long id) {
    return id != 0 && counts[slot(ids, id)] > 0;
  }

  /** Takes up to {@code count} off, and says how many that were; at 0 the id is unknown. */
  synchronized int takeBack(long id, int count) {
    int slot = slot(ids, id);
    if (id == 0 || ids[slot] != id || count < 0) {
      return 0;
    }
    int taken = Math.min(count, counts[slot]);
    counts[slot] -= taken;
    return taken;
  }

  /** It is known no more. */
  void forget(long id) {
    var _ = takeBack(id, Integer.MAX_VALUE);
  }

  synchronized void forEach(Entry entry) {
    for (int i = 0; i < ids.length; i++) {
      if (counts[i] > 0) {
        entry.accept(ids[i], counts[i]);
      }
    }
  }

  /** For how many ids there is memory. */
  synchronized int capacity() {
    return ids.length;
  }

  /** Makes room: by leaving out what is known no more, and if that is not enough, by growing. */
  private void grow() {
    long[] oldIds = ids;
    int[] oldCounts = counts;
    long known = Arrays.stream(oldCounts).filter(count -> count > 0).count();
    ids = new long[known * 4 > oldIds.length ? oldIds.length * 2 : oldIds.length];
    counts = new int[ids.length];
    size = 0;
    for (int i = 0; i < oldIds.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(ids, oldIds[i]);
        ids[slot] = oldIds[i];
        counts[slot] = oldCounts[i];
        size++;
      }
    }
  }

  /** Where the id is, or would be. */
  private static int slot(long[] ids, long id) {
    int mask = ids.length - 1;
    int slot = (int) ((id * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (ids[slot] != 0 && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
