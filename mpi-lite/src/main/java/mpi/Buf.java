package mpi;

import org.jspecify.annotations.Nullable;

/** The four arguments by which a call describes its data, as the program gave them. */
record Buf(@Nullable Object array, int offset, long count, Datatype type) {}
