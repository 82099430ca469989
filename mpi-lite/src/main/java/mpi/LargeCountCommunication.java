package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.SendMode;
import org.jspecify.annotations.Nullable;

/**
 * The calls that take counts beyond an int, for memory segments of more than 2147483647 elements:
 * MPI-4's procedures whose names end in {@code _c}. A call with an int count means the method of
 * the same name that takes one; what is sent by either may be received by the other.
 */
public abstract class LargeCountCommunication extends PersistentCommunication {
  LargeCountCommunication(Communicator core) {
    super(core);
  }

  public final void send(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    send(SendMode.STANDARD, "send", new Buf(buf, 0, count, type), dest, tag);
  }

  public final void bSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    send(SendMode.BUFFERED, "bSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final void sSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    send(SendMode.SYNCHRONOUS, "sSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final void rSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    send(SendMode.READY, "rSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Status recv(@Nullable Object buf, long count, Datatype type, int source, int tag) {
    return receive("recv", new Buf(buf, 0, count, type), source, tag);
  }

  public final Request iSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return isend(SendMode.STANDARD, "iSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request ibSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return isend(SendMode.BUFFERED, "ibSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request isSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return isend(SendMode.SYNCHRONOUS, "isSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request irSend(@Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return isend(SendMode.READY, "irSend", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Request iRecv(@Nullable Object buf, long count, Datatype type, int source, int tag) {
    return irecv("iRecv", new Buf(buf, 0, count, type), source, tag);
  }

  public final Prequest sendInit(
      @Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.STANDARD, "sendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest bSendInit(
      @Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.BUFFERED, "bSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest sSendInit(
      @Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.SYNCHRONOUS, "sSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest rSendInit(
      @Nullable Object buf, long count, Datatype type, int dest, int tag) {
    return sendInit(SendMode.READY, "rSendInit", new Buf(buf, 0, count, type), dest, tag);
  }

  public final Prequest recvInit(
      @Nullable Object buf, long count, Datatype type, int source, int tag) {
    return recvInit("recvInit", new Buf(buf, 0, count, type), source, tag);
  }

  public final Status sendRecv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      int dest,
      int sendtag,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int source,
      int recvtag) {
    Buf from = new Buf(sendbuf, 0, sendcount, sendtype);
    Buf into = new Buf(recvbuf, 0, recvcount, recvtype);
    return sendAndReceive("sendRecv", from, dest, sendtag, into, source, recvtag);
  }

  public final Status sendRecvReplace(
      @Nullable Object buf,
      long count,
      Datatype type,
      int dest,
      int sendtag,
      int source,
      int recvtag) {
    Buf both = new Buf(buf, 0, count, type);
    return replace("sendRecvReplace", both, dest, sendtag, source, recvtag);
  }

  public final void bcast(@Nullable Object buf, long count, Datatype type, int root) {
    bcast(new Buf(buf, 0, count, type), root);
  }

  public final Request iBcast(@Nullable Object buf, long count, Datatype type, int root) {
    Collectives call = new Collectives(core, "iBcast");
    return new Request(
        call.bcast(new Buf(buf, 0, count, type), root), Datatype.layoutOf("iBcast", type));
  }

  public final void gather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    gather(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  public final void scatter(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    scatter(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  public final void allGather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    allGather(new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  public final void allToAll(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    allToAll(new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  public final void reduce(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long count,
      Datatype type,
      Op op,
      int root) {
    reduce(new Buf(sendbuf, 0, count, type), new Buf(recvbuf, 0, count, type), op, root);
  }

  public final void allReduce(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    allReduce(new Buf(sendbuf, 0, count, type), new Buf(recvbuf, 0, count, type), op);
  }

  public final void allReduce(@Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("allReduce", core);
    allReduce(buf, buf, count, type, op);
  }

  public final Request iAllReduce(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Collectives call = new Collectives(core, "iAllReduce");
    Buf own = new Buf(sendbuf, 0, count, type);
    Buf result = new Buf(recvbuf, 0, count, type);
    return new Request(
        call.allReduce(call.region(own), call.region(result), type, op),
        Datatype.layoutOf("iAllReduce", type));
  }
}
