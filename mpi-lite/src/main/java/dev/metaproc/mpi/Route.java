package dev.metaproc.mpi;

/** Which members of a communicator give data and which get them; {@link #ALL} or one member. */
record Route(int from, int to) {
  static final int ALL = -1;

  boolean gives(int member) {
    return from == ALL || from == member;
  }

  boolean gets(int member) {
    return to == ALL || to == member;
  }
}
