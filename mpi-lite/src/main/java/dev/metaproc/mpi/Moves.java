package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * A data-moving collective as one rank describes it: what it gives to whom and gets from whom. Any
 * such collective is a set of these edges, on communicators of one group or of two. Peers are ranks
 * of the own group, or of the remote group of an inter-communicator. Used by one thread.
 */
public final class Moves {
  private final Communicator communicator;
  private final String operation;
  private final EdgePart part;
  private @Nullable Region written;
  private @Nullable Parcel objects;

  Moves(Communicator communicator, String operation, String call) {
    this.communicator = communicator;
    this.operation = operation;
    this.part = new EdgePart(call, operation);
  }

  public Moves gives(int peer, Region data) {
    return gives(peer, 0, data);
  }

  /** Edges of different keys never meet. */
  public Moves gives(int peer, int key, Region data) {
    part.give(new Edge(communicator.seatOf(peer), key, data, objects(data)));
    return this;
  }

  public Moves gets(int peer, Region target) {
    return gets(peer, 0, target);
  }

  public Moves gets(int peer, int key, Region target) {
    new RegionCheck(communicator.rank().faults(), operation).requireWritable(target);
    part.get(new Edge(communicator.seatOf(peer), key, target, null));
    return this;
  }

  /** Leaves this rank's part; the collective is done when every rank has left its own. */
  public Operation start() {
    return communicator.join(part);
  }

  /** One region given to many peers is serialised once. */
  @SuppressWarnings("ReferenceEquality") // the very same argument again
  private @Nullable Parcel objects(Region data) {
    if (data.type() != ElementType.OBJECT) {
      return null;
    }
    if (written != data) {
      objects = new ObjectCodec(communicator.rank(), operation).write(data);
      written = data;
    }
    return objects;
  }
}
