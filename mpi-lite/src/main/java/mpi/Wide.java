package mpi;

import org.jspecify.annotations.Nullable;

/** How a {@code w} collective describes a buffer; displacements in bytes. */
@SuppressWarnings("ArrayRecordComponent") // arguments on their way, never compared
record Wide(
    @Nullable Object array,
    int @Nullable [] counts,
    int @Nullable [] displacements,
    Datatype @Nullable [] types) {}
