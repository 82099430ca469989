package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.SendMode;
import dev.metaproc.mpi.Wildcards;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A communicator: an ordered group of ranks that talk among themselves (MPI-4.1 chapters 3 and 7).
 * Any thread of a rank may use it.
 *
 * <p>Data are described by a Java array, the {@code offset} of its first element, a {@code count}
 * of items and their {@code datatype}. A standard send of up to 64 KiB, or of objects, never waits
 * for the receiver. A larger one is copied once, straight into the receiver's array.
 */
public class Comm {
  final Communicator core;
  private final Map<Integer, Object> attributes = new ConcurrentHashMap<>();

  Comm(Communicator core) {
    this.core = core;
  }

  public int Rank() {
    core.check("Rank");
    return core.member();
  }

  public int Size() {
    core.check("Size");
    return core.size();
  }

  public Group Group() {
    core.check("Group");
    return new Group(core.group(), core.rank().number());
  }

  /** {@code MPI.IDENT}, {@code CONGRUENT}, {@code SIMILAR} or {@code UNEQUAL}. */
  public static int Compare(Comm comm1, Comm comm2) {
    Communicator one = comm1.core;
    Communicator other = comm2.core;
    one.check("Compare");
    other.check("Compare");
    if (one.isSameAs(other)) {
      return MPI.IDENT;
    }
    if (one.group().equals(other.group())) {
      return MPI.CONGRUENT;
    }
    return one.group().hasSameMembers(other.group()) ? MPI.SIMILAR : MPI.UNEQUAL;
  }

  /** A copy with a context of its own ({@code MPI_Comm_dup}); collective. */
  @Override
  @SuppressWarnings("MissingSuperCall") // the name is mpiJava's; nothing is cloned field by field
  public Comm clone() {
    return new Comm(duplicate());
  }

  /** This rank will not use the communicator any more. */
  public void Free() {
    core.free();
  }

  /** Ends the whole job; {@code errorcode} becomes its exit code. Does not return. */
  public void Abort(int errorcode) {
    throw core.rank().job().abort(core.rank().number(), errorcode);
  }

  public boolean Test_inter() {
    core.check("Test_inter");
    return false;
  }

  /** {@code MPI.CART}, {@code MPI.GRAPH} or {@code MPI.UNDEFINED}. */
  public int Topo_test() {
    core.check("Topo_test");
    return MPI.UNDEFINED;
  }

  /** A value of {@link #Attr_put} or one of MPI's own; null if there is none. */
  public @Nullable Object Attr_get(int keyval) {
    core.check("Attr_get");
    return switch (keyval) {
      case MPI.TAG_UB -> Integer.MAX_VALUE;
      case MPI.HOST -> MPI.PROC_NULL;
      case MPI.IO -> core.member();
      default -> attributes.get(keyval);
    };
  }

  public void Attr_put(int keyval, Object value) {
    core.check("Attr_put");
    requireOwnKey("Attr_put", keyval);
    attributes.put(keyval, value);
  }

  public void Attr_delete(int keyval) {
    core.check("Attr_delete");
    requireOwnKey("Attr_delete", keyval);
    attributes.remove(keyval);
  }

  /** Bytes that {@code incount} items occupy when packed; objects cannot be told beforehand. */
  public int Pack_size(int incount, Datatype datatype) {
    core.check("Pack_size");
    long bytes =
        (long) incount * Datatype.layoutOf("Pack_size", datatype).size() * datatype.getByteSize();
    if (incount < 0 || bytes > Integer.MAX_VALUE) {
      throw new MPIException(
          ErrorClass.COUNT,
          "Pack_size: count " + incount + " is out of range: use 0.." + Integer.MAX_VALUE);
    }
    return (int) bytes;
  }

  public void Send(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    send(SendMode.STANDARD, "Send", new Buf(buf, offset, count, datatype), dest, tag);
  }

  /** Sends a copy, counted against the buffer attached with {@link MPI#Buffer_attach}. */
  public void Bsend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    send(SendMode.BUFFERED, "Bsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  /** Waits until a receive has matched. */
  public void Ssend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    send(SendMode.SYNCHRONOUS, "Ssend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public void Rsend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    send(SendMode.READY, "Rsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  /** Receives a message of at most {@code count} items. */
  public Status Recv(
      @Nullable Object buf, int offset, int count, Datatype datatype, int source, int tag) {
    Buf target = new Buf(buf, offset, count, datatype);
    Operation receive = core.receive("Recv", room("Recv", target, source), source, tag);
    receive.await();
    return status(receive, datatype);
  }

  public Request Isend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return isend(SendMode.STANDARD, "Isend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Request Ibsend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return isend(SendMode.BUFFERED, "Ibsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Request Issend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return isend(SendMode.SYNCHRONOUS, "Issend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Request Irsend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return isend(SendMode.READY, "Irsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Request Irecv(
      @Nullable Object buf, int offset, int count, Datatype datatype, int source, int tag) {
    Buf target = new Buf(buf, offset, count, datatype);
    Operation receive = core.receive("Irecv", room("Irecv", target, source), source, tag);
    return new Request(receive, Datatype.layoutOf("Irecv", datatype));
  }

  public Prequest Send_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(SendMode.STANDARD, "Send", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Bsend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(SendMode.BUFFERED, "Bsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Ssend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(
        SendMode.SYNCHRONOUS, "Ssend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Rsend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(SendMode.READY, "Rsend", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Recv_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int source, int tag) {
    Region target = room("Recv_init", new Buf(buf, offset, count, datatype), source);
    return new Prequest(
        () -> {
          core.check("Start");
          return core.receive("Recv_init", target, source, tag);
        },
        Datatype.layoutOf("Recv_init", datatype));
  }

  /** Sends and receives at once, so that a ring of ranks cannot wait in a circle. */
  public Status Sendrecv(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      int dest,
      int sendtag,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype,
      int source,
      int recvtag) {
    Buf from = new Buf(sendbuf, sendoffset, sendcount, sendtype);
    Buf into = new Buf(recvbuf, recvoffset, recvcount, recvtype);
    Region data = region("Sendrecv", from, dest);
    Operation receive = core.receive("Sendrecv", room("Sendrecv", into, source), source, recvtag);
    exchange("Sendrecv", data, dest, sendtag, receive);
    return status(receive, recvtype);
  }

  /** Sends the buffer's data and receives into the same place. */
  public Status Sendrecv_replace(
      @Nullable Object buf,
      int offset,
      int count,
      Datatype type,
      int dest,
      int sendtag,
      int source,
      int recvtag) {
    Buf both = new Buf(buf, offset, count, type);
    Region data = region("Sendrecv_replace", both, dest).packed();
    Region target = region("Sendrecv_replace", both, source);
    Operation receive = core.receive("Sendrecv_replace", target, source, recvtag);
    exchange("Sendrecv_replace", data, dest, sendtag, receive);
    return status(receive, type);
  }

  /** Waits until a message that fits is there; its status counts elements of the base type. */
  public Status Probe(int source, int tag) {
    return Status.of(core.probe(source, tag), null);
  }

  /** As {@link #Probe}, but null if no such message is there. */
  public @Nullable Status Iprobe(int source, int tag) {
    Operation probe = core.iprobe(source, tag);
    return probe == null ? null : Status.of(probe, null);
  }

  /** The engine's half of {@code MPI_Comm_dup}. */
  final Communicator duplicate() {
    return Objects.requireNonNull(core.split("clone", 0, core.member(), "clone"));
  }

  /**
   * The buffer arguments of a call, checked. A transfer with nobody does not look at its buffer.
   */
  final Region region(String operation, Buf buf, int peer) {
    if (peer == Wildcards.PROC_NULL) {
      core.check(operation);
      return new Region(new byte[0], 0, 0, Predefined.BYTE.layout());
    }
    return core.check(operation)
        .region(buf.array(), buf.offset(), buf.count(), Datatype.layoutOf(operation, buf.type()));
  }

  /**
   * As {@link #region}, for receiving: a count beyond the end of the array does no harm before a
   * message comes that is too long, and programs written for MPJ Express pass such counts.
   */
  private Region room(String operation, Buf buf, int peer) {
    if (peer == Wildcards.PROC_NULL) {
      return region(operation, buf, peer);
    }
    return core.check(operation)
        .room(buf.array(), buf.offset(), buf.count(), Datatype.layoutOf(operation, buf.type()));
  }

  private void send(SendMode mode, String operation, Buf buf, int dest, int tag) {
    core.send(mode, operation, region(operation, buf, dest), dest, tag);
  }

  private Request isend(SendMode mode, String operation, Buf buf, int dest, int tag) {
    Operation send = core.isend(mode, operation, region(operation, buf, dest), dest, tag);
    return new Request(send, Datatype.layoutOf(operation, buf.type()));
  }

  private Prequest sendInit(SendMode mode, String operation, Buf buf, int dest, int tag) {
    String name = operation + "_init";
    Region data = region(name, buf, dest);
    return new Prequest(
        () -> {
          core.check("Start");
          return core.isend(mode, name, data, dest, tag);
        },
        Datatype.layoutOf(name, buf.type()));
  }

  /** Sends and receives; a receive whose send cannot be made must not take a later message. */
  private void exchange(String operation, Region data, int dest, int sendtag, Operation receive) {
    Operation send;
    try {
      send = core.isend(SendMode.STANDARD, operation, data, dest, sendtag);
    } catch (RuntimeException e) {
      receive.cancel();
      throw e;
    }
    send.await();
    receive.await();
  }

  private static Status status(Operation operation, Datatype type) {
    return Status.of(operation, Datatype.layoutOf("Status", type));
  }

  private static void requireOwnKey(String operation, int keyval) {
    if (keyval >= 0 && keyval <= MPI.IO) {
      throw new MPIException(
          ErrorClass.KEYVAL,
          operation + ": attribute " + keyval + " belongs to MPI: use a key above " + MPI.IO);
    }
  }

  @Override
  public String toString() {
    return core.name();
  }
}
