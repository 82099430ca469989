package mpi;

import dev.metaproc.mpi.ErrorClass;
import java.util.List;

/**
 * A way into MPI without its world (MPI-4.1 section 11.3): a library opens a session, asks for the
 * sets of processes there are, and makes communicators of their groups. A program that uses
 * sessions only need not call {@code MPI.Init}; the first session of a rank does it.
 */
public final class Session implements AutoCloseable {
  /** All ranks of the job. */
  public static final String WORLD = "mpi://WORLD";

  /** This rank alone. */
  public static final String SELF = "mpi://SELF";

  private static final List<String> SETS = List.of(WORLD, SELF);

  private final Intracomm world;
  private boolean closed;

  private Session(Intracomm world) {
    this.world = world;
  }

  /** Opens a session for the calling program. */
  public static Session init() {
    Intracomm world = Caller.worldOrNew("Session.init");
    return new Session(world);
  }

  /** The names of the sets of processes. */
  public List<String> psets() {
    requireOpen("psets");
    return SETS;
  }

  /** The processes of a set, this rank's own numbering. */
  public Group groupFromPset(String name) {
    requireOpen("groupFromPset");
    Group all = world.getGroup();
    return switch (Arguments.text("groupFromPset", "set", name)) {
      case WORLD -> all;
      case SELF -> all.incl(new int[] {world.getRank()});
      default ->
          throw new MPIException(
              ErrorClass.ARG,
              "groupFromPset: there is no set \"" + name + "\": use one of " + SETS);
    };
  }

  /**
   * A communicator of a group; collective over the group.
   *
   * @param stringTag tells communicators apart that are made of one group at the same time
   */
  public Intracomm createFromGroup(Group group, String stringTag) {
    requireOpen("createFromGroup");
    int tag = Arguments.text("createFromGroup", "tag", stringTag).hashCode() & Integer.MAX_VALUE;
    return world.createGroup(group, tag);
  }

  /** Ends the session; communicators made from it stay good until MPI is finalized. */
  @Override
  public void close() {
    requireOpen("close");
    closed = true;
  }

  private void requireOpen(String operation) {
    if (closed) {
      throw new MPIException(
          ErrorClass.SESSION, operation + ": the session was closed: use it before close() only");
    }
  }
}
