package dev.metaproc.mpi;

/** What a message is matched by (MPI-4.1 section 3.2.3). */
record Envelope(int context, int source, int tag) {}
