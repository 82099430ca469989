package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.SendMode;
import dev.metaproc.mpi.SmallReceipt;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A communicator: an ordered group of ranks that talk among themselves (MPI-4.1 chapters 3 and 7).
 * Any thread of a rank may use it.
 *
 * <p>Data are described by a Java array, the {@code offset} of its first element, a {@code count}
 * of items and their {@code datatype}. A standard send of up to 64 KiB, or of objects, never waits
 * for the receiver. A larger one is copied once, straight into the receiver's array.
 */
public class Comm extends LargeCountCommunication implements Freeable, Cloneable {
  /** For {@link Intracomm#splitType}: ranks that share memory, which all ranks of a job do. */
  public static final int TYPE_SHARED = 0;

  private final Attributes attributes;
  private volatile Errhandler errhandler = Predefined.ERRORS_ARE_FATAL;
  private volatile Info info = Info.empty();
  private volatile @Nullable String name;

  Comm(Communicator core) {
    this(core, new Attributes());
  }

  Comm(Communicator core, Attributes attributes) {
    super(core);
    this.attributes = attributes;
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

  public final int getRank() {
    return Rank();
  }

  public final int getSize() {
    return Size();
  }

  public final Group getGroup() {
    return Group();
  }

  /** As {@link #Compare}. */
  public static int compare(@Nullable Comm comm1, @Nullable Comm comm2) {
    return Compare(comm1, comm2);
  }

  /** Was it freed, or never made because this rank is not a member? */
  public final boolean isNull() {
    return core.isFreed();
  }

  public final boolean isInter() {
    return Test_inter();
  }

  /** {@code MPI.CART}, {@code MPI.GRAPH}, {@code MPI.DIST_GRAPH} or {@code MPI.UNDEFINED}. */
  public final int getTopology() {
    return Topo_test();
  }

  /** {@code MPI.IDENT}, {@code CONGRUENT}, {@code SIMILAR} or {@code UNEQUAL}. */
  public static int Compare(@Nullable Comm comm1, @Nullable Comm comm2) {
    if (comm1 == null || comm2 == null) {
      throw new MPIException(
          ErrorClass.COMM, "Compare: the communicator is null: pass MPI.COMM_WORLD or another");
    }
    Communicator one = comm1.core;
    Communicator other = comm2.core;
    one.check("Compare");
    other.check("Compare");
    if (one.isSameAs(other)) {
      return MPI.IDENT;
    }
    if (one.isInter() != other.isInter()) {
      return MPI.UNEQUAL;
    }
    if (one.group().equals(other.group()) && one.peerGroup().equals(other.peerGroup())) {
      return MPI.CONGRUENT;
    }
    boolean similar =
        one.group().hasSameMembers(other.group())
            && one.peerGroup().hasSameMembers(other.peerGroup());
    return similar ? MPI.SIMILAR : MPI.UNEQUAL;
  }

  /** A copy with a context and the attributes of its own ({@code MPI_Comm_dup}); collective. */
  @Override
  @SuppressWarnings("MissingSuperCall") // the name is mpiJava's; nothing is cloned field by field
  public Comm clone() {
    return new Comm(duplicate(), attributes.copy());
  }

  /** As {@link #clone}. */
  public Comm dup() {
    return clone();
  }

  /** As {@link #clone}, but with hints of its own. */
  public Comm dupWithInfo(Info hints) {
    Comm copy = clone();
    copy.setInfo(hints);
    return copy;
  }

  /** As {@link #clone}; complete it with {@link #getRequest}. */
  public Comm iDup() {
    return clone();
  }

  /** The request of {@link #iDup}: already complete. */
  public final Request getRequest() {
    return new Request();
  }

  /** This rank will not use the communicator any more. */
  public void Free() {
    core.free();
  }

  @Override
  public final void free() {
    core.free();
  }

  /** As {@link #free}: messages under way do not need the communicator. Collective. */
  public final void disconnect() {
    core.check("disconnect");
    core.agree("disconnect", "");
    core.free();
  }

  /** As {@link #Abort}. */
  public final void abort(int errorcode) {
    Abort(errorcode);
  }

  /** Whoever has the name in messages; {@code MPI_COMM_WORLD} and the like at first. */
  public final String getName() {
    core.check("getName");
    String given = name;
    return given != null
        ? given
        : core.name().startsWith("MPI.") ? core.name().replace('.', '_') : "";
  }

  public final void setName(String text) {
    core.check("setName");
    name = Arguments.name("setName", text);
  }

  /** Before the program knows of it. */
  final void beginWith(Errhandler initial) {
    errhandler = initial;
  }

  public final Errhandler getErrhandler() {
    core.check("getErrhandler");
    return errhandler;
  }

  public final void setErrhandler(@Nullable Errhandler handler) {
    core.check("setErrhandler");
    errhandler = Errhandler.required("setErrhandler", handler);
  }

  /** What the error handler does about {@code errorcode}: nothing, or end the job with it. */
  public void callErrhandler(int errorcode) {
    core.check("callErrhandler");
    errhandler.call(core.rank(), errorcode);
  }

  public final Info getInfo() {
    core.check("getInfo");
    return info.dup();
  }

  /** Hints; none changes anything here. */
  public final void setInfo(Info hints) {
    core.check("setInfo");
    info = Info.required("setInfo", hints).copy();
  }

  /** A key for {@link #setAttr}, of this rank alone. */
  public static int createKeyval() {
    return Caller.rank("createKeyval").newKeyval();
  }

  public static void freeKeyval(int keyval) {
    requireKeyval("freeKeyval", keyval);
    Caller.rank("freeKeyval").freeKeyval(keyval);
  }

  /** A value of {@link #setAttr} or one of MPI's own; null if there is none. */
  public final @Nullable Object getAttr(int keyval) {
    requireKeyval("getAttr", keyval);
    return Attr_get(keyval);
  }

  public final void setAttr(int keyval, Object value) {
    requireKeyval("setAttr", keyval);
    Attr_put(keyval, value);
  }

  public final void deleteAttr(int keyval) {
    requireKeyval("deleteAttr", keyval);
    Attr_delete(keyval);
  }

  /** As {@link #createIntercomm}. */
  public Intercomm Create_intercomm(Comm local_comm, int local_leader, int remote_leader, int tag) {
    return createIntercomm(local_comm, local_leader, remote_leader, tag);
  }

  /**
   * Joins the group of {@code localComm} and another one. Collective over both groups; this
   * communicator, which only the leaders need, is the one over which they reach each other.
   *
   * @param localLeader a rank of {@code localComm}
   * @param remoteLeader the other group's leader, as a rank of this communicator
   */
  public final Intercomm createIntercomm(
      @Nullable Comm localComm, int localLeader, int remoteLeader, int tag) {
    String operation = "createIntercomm";
    if (localComm == null) {
      throw new MPIException(
          ErrorClass.COMM, operation + ": the local communicator is null: pass this group's own");
    }
    Collectives.requireOneGroup(operation, localComm.core);
    Arguments.rank(operation, "local leader", localLeader, localComm.core.size());
    Arguments.tag(operation, tag);
    if (localComm.core.member() == localLeader) {
      core.check(operation);
      Arguments.rank(operation, "remote leader", remoteLeader, core.peerSize());
    }
    return new Intercomm(core.createInter(localComm.core, localLeader, remoteLeader, tag));
  }

  /**
   * Packs items behind {@code position} of a buffer of MPJ Express; returns the position behind
   * them.
   */
  public int Pack(
      @Nullable Object inbuf,
      int offset,
      int incount,
      Datatype datatype,
      mpjbuf.Buffer outbuf,
      int position) {
    Region data = buffer("Pack", new Buf(inbuf, offset, incount, datatype));
    return Packing.pack("Pack", core, data, bytes("Pack", outbuf), position);
  }

  public int Unpack(
      mpjbuf.Buffer inbuf,
      int position,
      @Nullable Object outbuf,
      int offset,
      int outcount,
      Datatype datatype) {
    Region target = writable("Unpack", new Buf(outbuf, offset, outcount, datatype));
    return Packing.unpack("Unpack", core, bytes("Unpack", inbuf), position, target);
  }

  private static byte[] bytes(String operation, mpjbuf.@Nullable Buffer buffer) {
    return Arguments.given(operation, "mpjbuf.Buffer", buffer).bytes();
  }

  /** As in mpiJava 1.2. */
  public int Pack(
      @Nullable Object inbuf,
      int offset,
      int incount,
      Datatype datatype,
      byte @Nullable [] outbuf,
      int position) {
    Region data = buffer("Pack", new Buf(inbuf, offset, incount, datatype));
    return Packing.pack("Pack", core, data, outbuf, position);
  }

  /** As in mpiJava 1.2. */
  public int Unpack(
      byte @Nullable [] inbuf,
      int position,
      @Nullable Object outbuf,
      int offset,
      int outcount,
      Datatype datatype) {
    Region target = writable("Unpack", new Buf(outbuf, offset, outcount, datatype));
    return Packing.unpack("Unpack", core, inbuf, position, target);
  }

  /** Ends the whole job; {@code errorcode} becomes its exit code. Does not return. */
  public void Abort(int errorcode) {
    throw core.rank().job().abort(core.rank().number(), errorcode);
  }

  public boolean Test_inter() {
    core.check("Test_inter");
    return core.isInter();
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
      case MPI.WTIME_IS_GLOBAL -> true;
      case MPI.APPNUM -> core.rank().application();
      case MPI.UNIVERSE_SIZE -> core.rank().job().universeSize();
      case MPI.LASTUSEDCODE -> MPI.ERR_LASTCODE;
      default -> attributes.get(core.rank(), "Attr_get", keyval);
    };
  }

  public void Attr_put(int keyval, Object value) {
    core.check("Attr_put");
    requireOwnKey("Attr_put", keyval);
    attributes.put(core.rank(), "Attr_put", keyval, value);
  }

  public void Attr_delete(int keyval) {
    core.check("Attr_delete");
    requireOwnKey("Attr_delete", keyval);
    attributes.remove(core.rank(), "Attr_delete", keyval);
  }

  /** Bytes that {@code incount} items occupy when packed; objects cannot be told beforehand. */
  public int Pack_size(int incount, Datatype datatype) {
    return Packing.size("Pack_size", core, incount, datatype);
  }

  public void Send(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    if (!core.sendSmall(buf, offset, count, Datatype.layoutOrNull(datatype), dest, tag)) {
      send(SendMode.STANDARD, "Send", new Buf(buf, offset, count, datatype), dest, tag);
    }
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
    Layout layout = Datatype.layoutOrNull(datatype);
    long receipt = core.receiveSmall(buf, offset, count, layout, source, tag);
    return receipt != SmallReceipt.NONE && layout != null
        ? Status.of(receipt, layout)
        : receive("Recv", new Buf(buf, offset, count, datatype), source, tag);
  }

  public Request Isend(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    Request sent = isendNow(buf, offset, count, datatype, dest, tag);
    return sent != null
        ? sent
        : isend(SendMode.STANDARD, "Isend", new Buf(buf, offset, count, datatype), dest, tag);
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
    return irecv("Irecv", new Buf(buf, offset, count, datatype), source, tag);
  }

  public Prequest Send_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(
        SendMode.STANDARD, "Send_init", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Bsend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(
        SendMode.BUFFERED, "Bsend_init", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Ssend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(
        SendMode.SYNCHRONOUS, "Ssend_init", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Rsend_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int dest, int tag) {
    return sendInit(SendMode.READY, "Rsend_init", new Buf(buf, offset, count, datatype), dest, tag);
  }

  public Prequest Recv_init(
      @Nullable Object buf, int offset, int count, Datatype datatype, int source, int tag) {
    return recvInit("Recv_init", new Buf(buf, offset, count, datatype), source, tag);
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
    return sendAndReceive("Sendrecv", from, dest, sendtag, into, source, recvtag);
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
    return replace("Sendrecv_replace", both, dest, sendtag, source, recvtag);
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

  final Attributes typeAttributes(Datatype type) {
    return attributes.ofType(type);
  }

  final Attributes copyOfAttributes() {
    return attributes.copy();
  }

  private static void requireOwnKey(String operation, int keyval) {
    if (keyval >= 0 && keyval <= MPI.WIN_DISP_UNIT) {
      throw new MPIException(
          ErrorClass.KEYVAL,
          operation
              + ": attribute "
              + keyval
              + " belongs to MPI: use a key above "
              + MPI.WIN_DISP_UNIT);
    }
  }

  @Override
  public String toString() {
    return core.name();
  }
}
