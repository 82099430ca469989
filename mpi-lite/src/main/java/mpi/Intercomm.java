package mpi;

import dev.metaproc.mpi.Communicator;
import org.jspecify.annotations.Nullable;

/**
 * A communicator between two groups (MPI-4.1 section 7.6): messages go to ranks of the other group,
 * and collectives carry data from one group to the other.
 */
public final class Intercomm extends Comm {
  Intercomm(Communicator core) {
    super(core);
  }

  private Intercomm(Communicator core, Attributes attributes) {
    super(core, attributes);
  }

  @Override
  public Intercomm clone() {
    return new Intercomm(core.duplicateInter("clone"), copyOfAttributes());
  }

  @Override
  public Intercomm dup() {
    return clone();
  }

  @Override
  public Intercomm iDup() {
    return clone();
  }

  @Override
  public Intercomm dupWithInfo(Info info) {
    Intercomm copy = clone();
    copy.setInfo(info);
    return copy;
  }

  public int Remote_size() {
    core.check("Remote_size");
    return core.peerSize();
  }

  public int getRemoteSize() {
    return Remote_size();
  }

  public Group Remote_group() {
    core.check("Remote_group");
    return new Group(core.peerGroup(), core.rank().number());
  }

  public Group getRemoteGroup() {
    return Remote_group();
  }

  /** Both groups as one; the ranks of the group that passes true come last. Collective. */
  public Intracomm Merge(boolean high) {
    return new Intracomm(core.merge(high));
  }

  /** As {@link #Merge}. */
  public Intracomm merge(boolean high) {
    return Merge(high);
  }

  /** The ranks that spawned this one; a null communicator if it was started by mpiexec. */
  public static Intercomm getParent() {
    Intracomm world = Caller.world("getParent");
    @Nullable Communicator parent = world.core.rank().parent();
    return new Intercomm(parent == null ? world.core.none() : parent);
  }
}
