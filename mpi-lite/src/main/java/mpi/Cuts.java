package mpi;

import org.jspecify.annotations.Nullable;

/**
 * How a {@code v} collective describes a buffer, as the program gave it; displacements in items.
 */
@SuppressWarnings("ArrayRecordComponent") // arguments on their way, never compared
record Cuts(
    @Nullable Object array,
    int offset,
    int @Nullable [] counts,
    int @Nullable [] displacements,
    Datatype type) {}
