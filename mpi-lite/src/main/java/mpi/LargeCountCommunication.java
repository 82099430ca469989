package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.SendMode;
import org.jspecify.annotations.Nullable;

/**
 * The calls that take counts beyond an int, for memory segments of more than 2147483647 elements:
 * MPI-4's procedures whose names end in {@code _c}. A call with an int count means the method of
 * the same name that takes one; what is sent by either may be received by the other. Collectives
 * that do not wait take longs anyway.
 *
 * <p>Gatherv and Scatterv have such counts where the root's own data are in place: the form with
 * two buffers would be ambiguous at ranks that are not the root and pass null.
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

  public final void gather(@Nullable Object buf, long count, Datatype type, int root) {
    gather(new Buf(buf, 0, count, type), root);
  }

  public final void scatter(@Nullable Object buf, long count, Datatype type, int root) {
    scatter(new Buf(buf, 0, count, type), root);
  }

  public final void allGather(@Nullable Object buf, long count, Datatype type) {
    allGather(new Buf(buf, 0, count, type));
  }

  public final void reduce(@Nullable Object buf, long count, Datatype type, Op op, int root) {
    reduce(buf, buf, count, type, op, root);
  }

  public final void gatherv(@Nullable Object sendbuf, long sendcount, Datatype sendtype, int root) {
    gatherv(new Buf(sendbuf, 0, sendcount, sendtype), root);
  }

  public final void gatherv(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype,
      int root) {
    gatherv(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), root);
  }

  public final void scatterv(
      @Nullable Object recvbuf, long recvcount, Datatype recvtype, int root) {
    scatterv(new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  public final void scatterv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] displs,
      Datatype sendtype,
      int root) {
    scatterv(new Cuts(sendbuf, 0, sendcounts, displs, sendtype), root);
  }

  public final void allGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    Cuts result = new Cuts(recvbuf, 0, recvcounts, displs, recvtype);
    allGatherv(new Buf(sendbuf, 0, sendcount, sendtype), result);
  }

  public final void allGatherv(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    allGatherv(new Cuts(recvbuf, 0, recvcounts, displs, recvtype));
  }

  public final void allToAllv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    Cuts data = new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype);
    Cuts result = new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype);
    allToAllv(data, result);
  }

  public final void allToAllw(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Wide data = new Wide(sendbuf, sendcounts, sdispls, sendtypes);
    Wide result = new Wide(recvbuf, recvcounts, rdispls, recvtypes);
    allToAllw(data, result);
  }

  public final void neighborAllGather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    neighborAllGather(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  public final void neighborAllGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    Cuts result = new Cuts(recvbuf, 0, recvcounts, displs, recvtype);
    neighborAllGatherv(new Buf(sendbuf, 0, sendcount, sendtype), result);
  }

  public final void neighborAllToAll(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    neighborAllToAll(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  public final void neighborAllToAllv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    Cuts data = new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype);
    Cuts result = new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype);
    neighborAllToAllv(data, result);
  }

  public final void neighborAllToAllw(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Wide data = new Wide(sendbuf, sendcounts, sdispls, sendtypes);
    Wide result = new Wide(recvbuf, recvcounts, rdispls, recvtypes);
    neighborAllToAllw(data, result);
  }

  public final void reduceScatter(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    reduceScatter(sendbuf, recvbuf, Segments.of("reduceScatter", core, recvcounts), type, op);
  }

  public final void reduceScatter(
      @Nullable Object buf, long @Nullable [] counts, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatter", core);
    reduceScatter(buf, buf, counts, type, op);
  }

  public final void reduceScatterBlock(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long recvcount, Datatype type, Op op) {
    Segments segments = Segments.even("reduceScatterBlock", core, recvcount);
    reduceScatterBlock(sendbuf, recvbuf, segments, type, op);
  }

  public final void reduceScatterBlock(@Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatterBlock", core);
    reduceScatterBlock(buf, buf, count, type, op);
  }

  public static void reduceLocal(
      @Nullable Object inBuf, @Nullable Object inOutBuf, long count, Datatype type, Op op) {
    reduceLocal(new Buf(inBuf, 0, count, type), new Buf(inOutBuf, 0, count, type), op);
  }
}
