package mpi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a {@code v} collective describes a buffer, as the program gave it; displacements in items.
 */
@SuppressWarnings("ArrayRecordComponent") // arguments on their way, never compared
record Cuts(
    @Nullable Object array,
    int offset,
    long @Nullable [] counts,
    long @Nullable [] displacements,
    Datatype type) {
  /** The same numbers; null stays null. */
  static long @Nullable [] longs(int @Nullable [] values) {
    return values == null ? null : Arrays.stream(values).asLongStream().toArray();
  }
}
