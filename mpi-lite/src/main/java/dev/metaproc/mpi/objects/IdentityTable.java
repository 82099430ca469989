package dev.metaproc.mpi.objects;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers objects by identity. Asking an object for its identity hash for the first time costs more
 * than copying a small record, so a hash of its content is used, and identity hashes only where too
 * many objects have the same content.
 */
@SuppressWarnings("ReferenceEquality") // what it is for
final class IdentityTable {
  private static final int TRIES = 4;

  private @Nullable Object[] keys = new Object[64];
  private int[] numbers = new int[64];
  private long[] hashes = new long[64];
  private int used;
  private final IdentityHashMap<Object, Integer> crowd = new IdentityHashMap<>();

  /** The number it was given before; else {@code next}, which it is given now. */
  int number(Object object, long hash, int next) {
    if (2 * used >= keys.length) {
      grow();
    }
    int mask = keys.length - 1;
    int slot = slot(hash, mask);
    for (int i = 0; i < TRIES; i++) {
      Object key = keys[slot];
      if (key == object) {
        return numbers[slot];
      }
      if (key == null) {
        put(slot, object, hash, next);
        return next;
      }
      slot = (slot + 1) & mask;
    }
    Integer known = crowd.putIfAbsent(object, next);
    return known == null ? next : known;
  }

  private void put(int slot, Object object, long hash, int number) {
    keys[slot] = object;
    hashes[slot] = hash;
    numbers[slot] = number;
    used++;
  }

  private static int slot(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  /** Objects that find no room in a larger table join the crowd; those there stay. */
  private void grow() {
    @Nullable Object[] oldKeys = keys;
    int[] oldNumbers = numbers;
    long[] oldHashes = hashes;
    keys = new Object[4 * oldKeys.length];
    numbers = new int[keys.length];
    hashes = new long[keys.length];
    used = 0;
    int mask = keys.length - 1;
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null) {
        move(key, oldHashes[i], oldNumbers[i], mask);
      }
    }
  }

  private void move(Object key, long hash, int number, int mask) {
    int slot = slot(hash, mask);
    for (int i = 0; i < TRIES; i++) {
      if (keys[slot] == null) {
        put(slot, key, hash, number);
        return;
      }
      slot = (slot + 1) & mask;
    }
    crowd.put(key, number);
  }

  void clear() {
    if (used > 0) {
      Arrays.fill(keys, null);
      used = 0;
    }
    crowd.clear();
  }
}
