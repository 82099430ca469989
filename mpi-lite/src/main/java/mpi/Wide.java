package mpi;

import org.jspecify.annotations.Nullable;

/** How a {@code w} collective describes a buffer; displacements in bytes. */
@SuppressWarnings("ArrayRecordComponent") // arguments on their way, never compared
record Wide(
    @Nullable Object array,
    long @Nullable [] counts,
    long @Nullable [] displacements,
    Datatype @Nullable [] types) {}
