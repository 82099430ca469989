package dev.metaproc.mpi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Links in rows by context, source and tag, each row in the order in which they were appended. One
 * row while there are few. Guarded by its owner.
 */
final class Bins<T extends Link<T>> {
  private static final int PER_ROW = 8;
  private static final int GROWTH = 8;

  private LinkedRow<T>[] rows = rows(1);
  private int size;

  int size() {
    return size;
  }

  /** The first that may have this context, source and tag; others follow by {@code next}. */
  @Nullable T first(int context, int source, int tag) {
    return size == 0 ? null : row(context, source, tag).first();
  }

  void append(T link, int context, int source, int tag) {
    link.hash = hash(context, source, tag);
    if (++size > PER_ROW * rows.length) {
      grow();
    }
    row(link.hash).append(link);
  }

  /** INVARIANT: it is here. */
  void remove(T link, int context, int source, int tag) {
    row(context, source, tag).unlink(link);
    size--;
  }

  private LinkedRow<T> row(int context, int source, int tag) {
    return rows.length == 1 ? rows[0] : row(hash(context, source, tag));
  }

  private LinkedRow<T> row(int hash) {
    return rows[hash & (rows.length - 1)];
  }

  private static int hash(int context, int source, int tag) {
    int mixed = (context * 31 + source) * 31 + tag;
    mixed *= 0x9e3779b9;
    return mixed ^ mixed >>> 15;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private static <T extends Link<T>> LinkedRow<T>[] rows(int count) {
    LinkedRow<T>[] made = new LinkedRow[count];
    Arrays.setAll(made, i -> new LinkedRow<>());
    return made;
  }

  private void grow() {
    LinkedRow<T>[] old = rows;
    rows = rows(GROWTH * old.length);
    for (LinkedRow<T> row : old) {
      for (T each = row.first(); each != null; each = row.first()) {
        row.unlink(each);
        row(each.hash).append(each);
      }
    }
  }
}
