package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.Region;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of {@link GroupCommunication} that only start (MPI-4.1 section 6.12): wait for
 * their request. Ranks must start them in the same order. Buffers are NIO buffers, as Open MPI
 * wants them, or arrays or memory segments; heap or direct makes no difference. The last rank to
 * start one completes it for all.
 */
public abstract class NonBlockingCommunication extends GroupCommunication {
  NonBlockingCommunication(Communicator core) {
    super(core);
  }

  public final Request iBarrier() {
    Collectives call = new Collectives(core, "iBarrier");
    return new Request(call.barrier(), null);
  }

  public final Request iBcast(@Nullable Object buf, long count, Datatype type, int root) {
    Collectives call = new Collectives(core, "iBcast");
    return new Request(
        call.bcast(new Buf(buf, 0, count, type), root), Datatype.layoutOf("iBcast", type));
  }

  public final Request iBcast(@Nullable Buffer buf, int count, Datatype type, int root) {
    return iBcast((Object) buf, count, type, root);
  }

  public final Request iGather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    Collectives call = new Collectives(core, "iGather");
    Region data = sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
    return new Request(
        call.gather(data, evenAtRoot(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root),
        Datatype.layoutOf("iGather", recvtype));
  }

  public final Request iGather(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    return iGather(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype, root);
  }

  public final Request iGather(@Nullable Object buf, long count, Datatype type, int root) {
    Collectives call = new Collectives(core, "iGather");
    Buf both = new Buf(buf, 0, count, type);
    Region data = call.isRoot(root) ? null : sends(call, both, root);
    return new Request(
        call.gather(data, evenAtRoot(call, both, root), root), Datatype.layoutOf("iGather", type));
  }

  public final Request iGather(@Nullable Buffer buf, int count, Datatype type, int root) {
    return iGather((Object) buf, count, type, root);
  }

  public final Request iGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    Collectives call = new Collectives(core, "iGatherv");
    Region data = sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
    return new Request(
        call.gather(
            data,
            unevenAtRoot(
                call,
                new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype),
                root),
            root),
        Datatype.layoutOf("iGatherv", recvtype));
  }

  public final Request iGatherv(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return iGatherv(
        (Object) sendbuf,
        sendcount,
        sendtype,
        (Object) recvbuf,
        recvcounts,
        displs,
        recvtype,
        root);
  }

  public final Request iGatherv(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return iGatherv(recvbuf, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype, root);
  }

  public final Request iGatherv(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype,
      int root) {
    Collectives call = new Collectives(core, "iGatherv");
    return new Request(
        call.gather(
            null,
            unevenAtRoot(call, new Cuts(recvbuf, 0, recvcounts, displs, recvtype), root),
            root),
        Datatype.layoutOf("iGatherv", recvtype));
  }

  public final Request iGatherv(
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return iGatherv((Object) recvbuf, recvcounts, displs, recvtype, root);
  }

  public final Request iGatherv(
      @Nullable Object sendbuf, long sendcount, Datatype sendtype, int root) {
    Collectives call = new Collectives(core, "iGatherv");
    return new Request(
        call.gather(sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root), null, root),
        Datatype.layoutOf("iGatherv", sendtype));
  }

  public final Request iGatherv(
      @Nullable Buffer sendbuf, int sendcount, Datatype sendtype, int root) {
    return iGatherv((Object) sendbuf, sendcount, sendtype, root);
  }

  public final Request iScatter(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    Collectives call = new Collectives(core, "iScatter");
    Pieces data = evenAtRoot(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
    return new Request(
        call.scatter(data, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root),
        Datatype.layoutOf("iScatter", recvtype));
  }

  public final Request iScatter(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    return iScatter(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype, root);
  }

  public final Request iScatter(@Nullable Object buf, long count, Datatype type, int root) {
    Collectives call = new Collectives(core, "iScatter");
    Buf both = new Buf(buf, 0, count, type);
    Region target = call.isRoot(root) ? null : receives(call, both, root);
    return new Request(
        call.scatter(evenAtRoot(call, both, root), target, root),
        Datatype.layoutOf("iScatter", type));
  }

  public final Request iScatter(@Nullable Buffer buf, int count, Datatype type, int root) {
    return iScatter((Object) buf, count, type, root);
  }

  public final Request iScatterv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    Collectives call = new Collectives(core, "iScatterv");
    Pieces data =
        unevenAtRoot(
            call, new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype), root);
    return new Request(
        call.scatter(data, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root),
        Datatype.layoutOf("iScatterv", recvtype));
  }

  public final Request iScatterv(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    return iScatterv(
        (Object) sendbuf,
        sendcounts,
        displs,
        sendtype,
        (Object) recvbuf,
        recvcount,
        recvtype,
        root);
  }

  public final Request iScatterv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      int root) {
    return iScatterv(sendbuf, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype, root);
  }

  public final Request iScatterv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] displs,
      Datatype sendtype,
      int root) {
    Collectives call = new Collectives(core, "iScatterv");
    return new Request(
        call.scatter(
            unevenAtRoot(call, new Cuts(sendbuf, 0, sendcounts, displs, sendtype), root),
            null,
            root),
        Datatype.layoutOf("iScatterv", sendtype));
  }

  public final Request iScatterv(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      int root) {
    return iScatterv((Object) sendbuf, sendcounts, displs, sendtype, root);
  }

  public final Request iScatterv(
      @Nullable Object recvbuf, long recvcount, Datatype recvtype, int root) {
    Collectives call = new Collectives(core, "iScatterv");
    return new Request(
        call.scatter(null, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root),
        Datatype.layoutOf("iScatterv", recvtype));
  }

  public final Request iScatterv(
      @Nullable Buffer recvbuf, int recvcount, Datatype recvtype, int root) {
    return iScatterv((Object) recvbuf, recvcount, recvtype, root);
  }

  public final Request iAllGather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iAllGather");
    Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
    return new Request(
        call.allGather(data, call.even(new Buf(recvbuf, 0, recvcount, recvtype), core.peerSize())),
        Datatype.layoutOf("iAllGather", recvtype));
  }

  public final Request iAllGather(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype) {
    return iAllGather((Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype);
  }

  public final Request iAllGather(@Nullable Object buf, long count, Datatype type) {
    Collectives call = new Collectives(core, "iAllGather");
    Collectives.requireOneGroup("iAllGather", core);
    return new Request(
        call.allGather(null, call.even(new Buf(buf, 0, count, type), core.size())),
        Datatype.layoutOf("iAllGather", type));
  }

  public final Request iAllGather(@Nullable Buffer buf, int count, Datatype type) {
    return iAllGather((Object) buf, count, type);
  }

  public final Request iAllGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iAllGatherv(
        sendbuf,
        sendcount,
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(displs),
        recvtype);
  }

  public final Request iAllGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iAllGatherv");
    Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
    return new Request(
        call.allGather(
            data, call.uneven(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), core.peerSize())),
        Datatype.layoutOf("iAllGatherv", recvtype));
  }

  public final Request iAllGatherv(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iAllGatherv(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcounts, displs, recvtype);
  }

  public final Request iAllGatherv(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iAllGatherv(recvbuf, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype);
  }

  public final Request iAllGatherv(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iAllGatherv");
    Collectives.requireOneGroup("iAllGatherv", core);
    return new Request(
        call.allGather(
            null, call.uneven(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), core.size())),
        Datatype.layoutOf("iAllGatherv", recvtype));
  }

  public final Request iAllGatherv(
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iAllGatherv((Object) recvbuf, recvcounts, displs, recvtype);
  }

  public final Request iAllToAll(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iAllToAll");
    int peers = core.peerSize();
    return new Request(
        call.allToAll(
            call.even(new Buf(sendbuf, 0, sendcount, sendtype), peers),
            call.even(new Buf(recvbuf, 0, recvcount, recvtype), peers)),
        Datatype.layoutOf("iAllToAll", recvtype));
  }

  public final Request iAllToAll(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype) {
    return iAllToAll((Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype);
  }

  public final Request iAllToAllv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return iAllToAllv(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtype);
  }

  public final Request iAllToAllv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iAllToAllv");
    int peers = core.peerSize();
    Pieces data = call.uneven(new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype), peers);
    return new Request(
        call.allToAll(
            data, call.uneven(new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype), peers)),
        Datatype.layoutOf("iAllToAllv", recvtype));
  }

  public final Request iAllToAllv(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return iAllToAllv(
        (Object) sendbuf,
        sendcounts,
        sdispls,
        sendtype,
        (Object) recvbuf,
        recvcounts,
        rdispls,
        recvtype);
  }

  public final Request iAllToAllw(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return iAllToAllw(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtypes,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtypes);
  }

  public final Request iAllToAllw(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Collectives call = new Collectives(core, "iAllToAllw");
    int peers = core.peerSize();
    Pieces data = call.wide(new Wide(sendbuf, sendcounts, sdispls, sendtypes), peers);
    Pieces target = call.wide(new Wide(recvbuf, recvcounts, rdispls, recvtypes), peers);
    return new Request(call.allToAll(data, target), null);
  }

  public final Request iAllToAllw(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return iAllToAllw(
        (Object) sendbuf,
        sendcounts,
        sdispls,
        sendtypes,
        (Object) recvbuf,
        recvcounts,
        rdispls,
        recvtypes);
  }

  public final Request iNeighborAllGather(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iNeighborAllGather");
    Neighbourhood around = neighbourhood("iNeighborAllGather");
    Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
    Pieces target = call.even(new Buf(recvbuf, 0, recvcount, recvtype), around.sources().length);
    return new Request(
        call.neighbours(around, peer -> data, target),
        Datatype.layoutOf("iNeighborAllGather", recvtype));
  }

  public final Request iNeighborAllGather(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype) {
    return iNeighborAllGather(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype);
  }

  public final Request iNeighborAllGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iNeighborAllGatherv(
        sendbuf,
        sendcount,
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(displs),
        recvtype);
  }

  public final Request iNeighborAllGatherv(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iNeighborAllGatherv");
    Neighbourhood around = neighbourhood("iNeighborAllGatherv");
    Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
    Pieces target =
        call.uneven(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), around.sources().length);
    return new Request(
        call.neighbours(around, peer -> data, target),
        Datatype.layoutOf("iNeighborAllGatherv", recvtype));
  }

  public final Request iNeighborAllGatherv(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return iNeighborAllGatherv(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcounts, displs, recvtype);
  }

  public final Request iNeighborAllToAll(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iNeighborAllToAll");
    Neighbourhood around = neighbourhood("iNeighborAllToAll");
    Pieces data = call.even(new Buf(sendbuf, 0, sendcount, sendtype), around.destinations().length);
    Pieces target = call.even(new Buf(recvbuf, 0, recvcount, recvtype), around.sources().length);
    return new Request(
        call.neighbours(around, data, target), Datatype.layoutOf("iNeighborAllToAll", recvtype));
  }

  public final Request iNeighborAllToAll(
      @Nullable Buffer sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int recvcount,
      Datatype recvtype) {
    return iNeighborAllToAll(
        (Object) sendbuf, sendcount, sendtype, (Object) recvbuf, recvcount, recvtype);
  }

  public final Request iNeighborAllToAllv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return iNeighborAllToAllv(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtype);
  }

  public final Request iNeighborAllToAllv(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    Collectives call = new Collectives(core, "iNeighborAllToAllv");
    Neighbourhood around = neighbourhood("iNeighborAllToAllv");
    Pieces data =
        call.uneven(
            new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype), around.destinations().length);
    Pieces target =
        call.uneven(new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype), around.sources().length);
    return new Request(
        call.neighbours(around, data, target), Datatype.layoutOf("iNeighborAllToAllv", recvtype));
  }

  public final Request iNeighborAllToAllv(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return iNeighborAllToAllv(
        (Object) sendbuf,
        sendcounts,
        sdispls,
        sendtype,
        (Object) recvbuf,
        recvcounts,
        rdispls,
        recvtype);
  }

  public final Request iNeighborAllToAllw(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return iNeighborAllToAllw(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtypes,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtypes);
  }

  public final Request iNeighborAllToAllw(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Collectives call = new Collectives(core, "iNeighborAllToAllw");
    Neighbourhood around = neighbourhood("iNeighborAllToAllw");
    Pieces data =
        call.wide(new Wide(sendbuf, sendcounts, sdispls, sendtypes), around.destinations().length);
    Pieces target =
        call.wide(new Wide(recvbuf, recvcounts, rdispls, recvtypes), around.sources().length);
    return new Request(call.neighbours(around, data, target), null);
  }

  public final Request iNeighborAllToAllw(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return iNeighborAllToAllw(
        (Object) sendbuf,
        sendcounts,
        sdispls,
        sendtypes,
        (Object) recvbuf,
        recvcounts,
        rdispls,
        recvtypes);
  }

  public final Request iReduce(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long count,
      Datatype type,
      Op op,
      int root) {
    Collectives call = new Collectives(core, "iReduce");
    boolean wants = call.isRoot(root);
    boolean gives = core.isInter() ? root >= 0 : true;
    Region data = gives ? call.region(new Buf(sendbuf, 0, count, type)) : nothing(type);
    Region target = wants ? call.region(new Buf(recvbuf, 0, count, type)) : null;
    return new Request(
        call.reduce(data, target, type, op, root), Datatype.layoutOf("iReduce", type));
  }

  public final Request iReduce(
      @Nullable Buffer sendbuf,
      @Nullable Buffer recvbuf,
      int count,
      Datatype type,
      Op op,
      int root) {
    return iReduce((Object) sendbuf, (Object) recvbuf, count, type, op, root);
  }

  public final Request iReduce(@Nullable Object buf, long count, Datatype type, Op op, int root) {
    return iReduce(buf, buf, count, type, op, root);
  }

  public final Request iReduce(@Nullable Buffer buf, int count, Datatype type, Op op, int root) {
    return iReduce((Object) buf, count, type, op, root);
  }

  public final Request iAllReduce(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Collectives call = new Collectives(core, "iAllReduce");
    Region data = call.region(new Buf(sendbuf, 0, count, type));
    Region target = call.region(new Buf(recvbuf, 0, count, type));
    return new Request(
        call.allReduce(data, target, type, op), Datatype.layoutOf("iAllReduce", type));
  }

  public final Request iAllReduce(
      @Nullable Buffer sendbuf, @Nullable Buffer recvbuf, int count, Datatype type, Op op) {
    return iAllReduce((Object) sendbuf, (Object) recvbuf, count, type, op);
  }

  public final Request iAllReduce(@Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("iAllReduce", core);
    return iAllReduce(buf, buf, count, type, op);
  }

  public final Request iAllReduce(@Nullable Buffer buf, int count, Datatype type, Op op) {
    return iAllReduce((Object) buf, count, type, op);
  }

  public final Request iReduceScatter(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    return iReduceScatter(sendbuf, recvbuf, Cuts.longs(recvcounts), type, op);
  }

  public final Request iReduceScatter(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    Collectives call = new Collectives(core, "iReduceScatter");
    Segments segments = Segments.of("iReduceScatter", core, recvcounts);
    Region data = call.region(new Buf(sendbuf, 0, segments.total(), type));
    Region target = call.region(new Buf(recvbuf, 0, segments.own(), type));
    return new Request(
        call.reduceScatter(data, target, segments.before(), type, op),
        Datatype.layoutOf("iReduceScatter", type));
  }

  public final Request iReduceScatter(
      @Nullable Buffer sendbuf,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    return iReduceScatter((Object) sendbuf, (Object) recvbuf, recvcounts, type, op);
  }

  public final Request iReduceScatter(
      @Nullable Object buf, int @Nullable [] counts, Datatype type, Op op) {
    return iReduceScatter(buf, Cuts.longs(counts), type, op);
  }

  public final Request iReduceScatter(
      @Nullable Object buf, long @Nullable [] counts, Datatype type, Op op) {
    Collectives.requireOneGroup("iReduceScatter", core);
    return iReduceScatter(buf, buf, counts, type, op);
  }

  public final Request iReduceScatter(
      @Nullable Buffer buf, int @Nullable [] counts, Datatype type, Op op) {
    return iReduceScatter((Object) buf, counts, type, op);
  }

  public final Request iReduceScatterBlock(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long recvcount, Datatype type, Op op) {
    Collectives call = new Collectives(core, "iReduceScatterBlock");
    Segments segments = Segments.even("iReduceScatterBlock", core, recvcount);
    Region data = call.region(new Buf(sendbuf, 0, segments.total(), type));
    Region target = call.region(new Buf(recvbuf, 0, recvcount, type));
    return new Request(
        call.reduceScatter(data, target, segments.before(), type, op),
        Datatype.layoutOf("iReduceScatterBlock", type));
  }

  public final Request iReduceScatterBlock(
      @Nullable Buffer sendbuf, @Nullable Buffer recvbuf, int recvcount, Datatype type, Op op) {
    return iReduceScatterBlock((Object) sendbuf, (Object) recvbuf, recvcount, type, op);
  }

  public final Request iReduceScatterBlock(@Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("iReduceScatterBlock", core);
    return iReduceScatterBlock(buf, buf, count, type, op);
  }

  public final Request iReduceScatterBlock(@Nullable Buffer buf, int count, Datatype type, Op op) {
    return iReduceScatterBlock((Object) buf, count, type, op);
  }
}
