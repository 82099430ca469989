package dev.metaproc.mpi.objects;

import org.jspecify.annotations.Nullable;

/** Objects on their way, of no program's own any more. Immutable: many receivers may read one. */
public sealed interface Parcel {
  /** About as many as a status tells. */
  int bytes();

  /** Objects as {@link java.io.ObjectOutputStream} writes them. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Stream(byte[] content) implements Parcel {
    @Override
    public int bytes() {
      return content.length;
    }
  }

  /**
   * Objects taken apart, breadth first:
   *
   * <pre>
   *   shapes    of object 0, of object 1, ...
   *   numbers   the primitive fields of object 0, of object 1, ...; the length of an array or list
   *   slots     what was sent; what object 0 refers to, object 1, ...:
   *             an immutable of the JDK, or null where {@code links} says k + 1 for object k
   * </pre>
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Pieces(Shape[] shapes, long[] numbers, @Nullable Object[] slots, int[] links, int bytes)
      implements Parcel {}
}
