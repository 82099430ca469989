package mpi;

import dev.metaproc.mpi.Region;

/** A collective's buffer: the part of it that is exchanged with each peer. */
@FunctionalInterface
interface Pieces {
  Region of(int peer);
}
