package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * Data from one seat of a meeting to another. An outgoing edge meets the incoming one of its peer
 * with the same key; several with one key meet in the order they were given.
 *
 * @param objects what {@code region} holds, if objects, as bytes; null on the receiving side
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Edge(int peer, int key, Region region, @Nullable Parcel objects) {}
