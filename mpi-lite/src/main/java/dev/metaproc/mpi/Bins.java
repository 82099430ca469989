package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links in rows by context, source and tag, each row in the order in which they were appended. One
 * row while there are few. Guarded by its owner.
 */
final class Bins<T extends Link<T>> {
  private static final int PER_ROW = 8;
  private static final int GROWTH = 8;

  private List<LinkedRow<T>> rows = List.of(new LinkedRow<>());
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
    if (++size > PER_ROW * rows.size()) {
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
    return rows.size() == 1 ? rows.getFirst() : row(hash(context, source, tag));
  }

  private LinkedRow<T> row(int hash) {
    return rows.get(hash & (rows.size() - 1));
  }

  private static int hash(int context, int source, int tag) {
    int mixed = (context * 31 + source) * 31 + tag;
    mixed *= 0x9e3779b9;
    return mixed ^ mixed >>> 15;
  }

  private void grow() {
    List<LinkedRow<T>> old = rows;
    List<LinkedRow<T>> more = new ArrayList<>();
    for (int i = 0; i < GROWTH * old.size(); i++) {
      more.add(new LinkedRow<>());
    }
    rows = more;
    for (LinkedRow<T> row : old) {
      for (T each = row.first(); each != null; each = row.first()) {
        row.unlink(each);
        row(each.hash).append(each);
      }
    }
  }
}
