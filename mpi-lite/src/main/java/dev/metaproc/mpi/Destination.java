package dev.metaproc.mpi;

/** Where a message goes: a rank of a communicator, and the tag. */
record Destination(Context context, int rank, int tag) {
  Endpoint endpoint() {
    return context.endpoint(rank);
  }

  String describe() {
    return "(dest=" + rank + ", tag=" + tag + ", " + context.name() + ")";
  }
}
