package dev.metaproc.mpi;

/** How the members of a communicator wait for each other. */
interface Barrier {
  /**
   * Tells the others that a member is there; to be followed by a wait until {@link #isOver}. What
   * each wrote before is visible to all after it.
   *
   * @param code what all should pass alike, see {@link #isUnanimous}
   * @return whether all others wait until this member calls {@link #open}
   */
  boolean arrive(int member, long code);

  /**
   * Wakes those who sleep and would not notice that the member is there. Once after {@link
   * #arrive}, when it has looked around a little: to wait until all cores see that it is there
   * takes as long as a whole meeting of members who are awake.
   */
  void announce(int member);

  /** By {@code member}, which was told so: lets all go. */
  void open(int member);

  /** Has everybody come to the meeting that {@code member} is at? */
  boolean isOver(int member);

  /** How many have come to the meeting that {@code member} is at; a guess while they come. */
  int arrived(int member);

  /** What {@code other} passed to the meeting that {@code member} is at. */
  long code(int member, int other);

  /**
   * Have all passed {@code code} to the meeting that {@code member} is at? To be asked when all are
   * there, and where a member opens by that one only.
   */
  boolean isUnanimous(int member, long code);
}
