package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** A collective under way. */
final class MeetingOperation extends Operation {
  private final String name;
  private final Meeting meeting;
  private final Part part;
  private boolean taken;

  MeetingOperation(MpiRank owner, String name, Meeting meeting, Part part) {
    super(owner);
    this.name = name;
    this.meeting = meeting;
    this.part = part;
  }

  void completed(@Nullable Fault fault) {
    if (fault != null) {
      fail(fault);
    }
    complete();
  }

  @Override
  void takeResult() {
    if (!taken) {
      taken = true;
      part.take(owner);
    }
  }

  /** MPI does not allow to cancel a collective. */
  @Override
  public void cancel() {
    throw owner
        .faults()
        .of(
            ErrorClass.REQUEST,
            "cancel: " + part.call() + " is a collective, which cannot be cancelled: wait for it");
  }

  @Override
  public String describe() {
    return part.call()
        + " on "
        + name
        + ", "
        + meeting.arrived()
        + " of "
        + meeting.size()
        + " ranks there, missing "
        + meeting.missing();
  }
}
