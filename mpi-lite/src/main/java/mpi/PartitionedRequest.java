package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.PartsOperation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.SendMode;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A persistent transfer whose data become ready part by part (MPI-4.1 section 4.2). The message
 * goes when the last part is ready, so the parts of both sides may differ. Any thread may mark
 * parts.
 */
public final class PartitionedRequest extends Prequest {
  private final Communication comm;
  private final Parts parts;
  private final boolean sends;
  private final int peer;
  private final int tag;
  private final BitSet ready = new BitSet();
  private boolean started;
  private volatile @Nullable PartsOperation sending;

  /** A buffer of so many equal parts. */
  record Parts(Buf whole, int count) {}

  private PartitionedRequest(Communication comm, Parts parts, boolean sends, int peer, int tag) {
    super(
        () -> {
          throw new IllegalStateException("a partitioned transfer starts its own way");
        },
        parts.whole().type().layout());
    this.comm = comm;
    this.parts = parts;
    this.sends = sends;
    this.peer = peer;
    this.tag = tag;
  }

  static PartitionedRequest sending(Communication comm, Parts parts, int dest, int tag) {
    return new PartitionedRequest(comm, parts, true, dest, tag);
  }

  static PartitionedRequest receiving(Communication comm, Parts parts, int source, int tag) {
    return new PartitionedRequest(comm, parts, false, source, tag);
  }

  @Override
  public void Start() {
    requireAlive("Start");
    synchronized (this) {
      if (started && (isActive() || (sends && ready.cardinality() < parts.count()))) {
        throw new MPIException(
            ErrorClass.REQUEST,
            "Start: the request is active: complete it with Wait or Test first");
      }
      started = true;
      ready.clear();
    }
    comm.core.check("Start");
    if (!sends) {
      Region target = comm.room("precvInit", parts.whole(), peer);
      activate(comm.core.receive("precvInit", target, peer, tag));
      return;
    }
    PartsOperation operation = comm.core.parts("psendInit");
    sending = operation;
    activate(operation);
    if (parts.count() == 0) {
      send(operation);
    }
  }

  /** A copy, so that the program has its buffer back when its last part is ready. */
  private void send(PartsOperation operation) {
    Region data = comm.region("psendInit", parts.whole(), peer).packed();
    comm.core.isend(SendMode.STANDARD, "psendInit", data, peer, tag);
    operation.sent();
  }

  /** Marks a part of a send as ready to go. */
  public void pready(int partition) {
    requireAlive("pready");
    requirePart("pready", partition);
    boolean isLast;
    synchronized (this) {
      if (!sends || !started) {
        throw new MPIException(
            ErrorClass.REQUEST, "pready: the request is no started send: call start() first");
      }
      if (ready.get(partition)) {
        throw new MPIException(
            ErrorClass.ARG, "pready: partition " + partition + " is ready already: mark each once");
      }
      ready.set(partition);
      isLast = ready.cardinality() == parts.count();
    }
    PartsOperation operation = sending;
    if (isLast && operation != null) {
      send(operation);
    }
  }

  /** Marks the parts from {@code low} to {@code high}, both included. */
  public void preadyRange(int low, int high) {
    for (int partition = low; partition <= high; partition++) {
      pready(partition);
    }
  }

  /** Has a part of a receive arrived? */
  public boolean parrived(int partition) {
    requireAlive("parrived");
    requirePart("parrived", partition);
    return getStatus() != null;
  }

  private void requirePart(String operation, int partition) {
    if (partition < 0 || partition >= parts.count()) {
      throw new MPIException(
          ErrorClass.ARG,
          (operation + ": partition " + partition + " is not one of " + parts.count())
              + (": use 0.." + (parts.count() - 1)));
    }
  }
}
