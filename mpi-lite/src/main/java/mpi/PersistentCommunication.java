package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of {@link GroupCommunication} as persistent requests (MPI-4.1 section 6.13):
 * started as often as wanted with {@link Prequest#start}.
 */
public abstract class PersistentCommunication extends NonBlockingCommunication {
  PersistentCommunication(Communicator core) {
    super(core);
  }

  /**
   * A request that begins the call anew at every start.
   *
   * @throws MPIException when the communicator was freed
   */
  private Prequest request(
      String operation, Function<Collectives, Operation> call, @Nullable Layout layout) {
    core.check(operation);
    return new Prequest(() -> call.apply(new Collectives(core, operation)), layout);
  }

  public final Prequest barrierInit() {
    return request("barrierInit", Collectives::barrier, null);
  }

  public final Prequest bcastInit(@Nullable Object buf, long count, Datatype type, int root) {
    return request(
        "bcastInit",
        call -> call.bcast(new Buf(buf, 0, count, type), root),
        Datatype.layoutOf("bcastInit", type));
  }

  public final Prequest gatherInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    return request(
        "gatherInit",
        call -> {
          Region data = sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
          return call.gather(
              data, evenAtRoot(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root);
        },
        Datatype.layoutOf("gatherInit", recvtype));
  }

  public final Prequest gatherInit(@Nullable Object buf, long count, Datatype type, int root) {
    return request(
        "gatherInit",
        call -> {
          Buf both = new Buf(buf, 0, count, type);
          Region data = call.isRoot(root) ? null : sends(call, both, root);
          return call.gather(data, evenAtRoot(call, both, root), root);
        },
        Datatype.layoutOf("gatherInit", type));
  }

  public final Prequest gathervInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return request(
        "gathervInit",
        call -> {
          Region data = sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
          return call.gather(
              data,
              unevenAtRoot(
                  call,
                  new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype),
                  root),
              root);
        },
        Datatype.layoutOf("gathervInit", recvtype));
  }

  public final Prequest gathervInit(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return gathervInit(recvbuf, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype, root);
  }

  public final Prequest gathervInit(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype,
      int root) {
    return request(
        "gathervInit",
        call ->
            call.gather(
                null,
                unevenAtRoot(call, new Cuts(recvbuf, 0, recvcounts, displs, recvtype), root),
                root),
        Datatype.layoutOf("gathervInit", recvtype));
  }

  public final Prequest gathervInit(
      @Nullable Object sendbuf, long sendcount, Datatype sendtype, int root) {
    return request(
        "gathervInit",
        call ->
            call.gather(sends(call, new Buf(sendbuf, 0, sendcount, sendtype), root), null, root),
        Datatype.layoutOf("gathervInit", sendtype));
  }

  public final Prequest scatterInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    return request(
        "scatterInit",
        call -> {
          Pieces data = evenAtRoot(call, new Buf(sendbuf, 0, sendcount, sendtype), root);
          return call.scatter(
              data, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root);
        },
        Datatype.layoutOf("scatterInit", recvtype));
  }

  public final Prequest scatterInit(@Nullable Object buf, long count, Datatype type, int root) {
    return request(
        "scatterInit",
        call -> {
          Buf both = new Buf(buf, 0, count, type);
          Region target = call.isRoot(root) ? null : receives(call, both, root);
          return call.scatter(evenAtRoot(call, both, root), target, root);
        },
        Datatype.layoutOf("scatterInit", type));
  }

  public final Prequest scattervInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype,
      int root) {
    return request(
        "scattervInit",
        call -> {
          Pieces data =
              unevenAtRoot(
                  call,
                  new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype),
                  root);
          return call.scatter(
              data, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root);
        },
        Datatype.layoutOf("scattervInit", recvtype));
  }

  public final Prequest scattervInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      int root) {
    return scattervInit(sendbuf, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype, root);
  }

  public final Prequest scattervInit(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] displs,
      Datatype sendtype,
      int root) {
    return request(
        "scattervInit",
        call ->
            call.scatter(
                unevenAtRoot(call, new Cuts(sendbuf, 0, sendcounts, displs, sendtype), root),
                null,
                root),
        Datatype.layoutOf("scattervInit", sendtype));
  }

  public final Prequest scattervInit(
      @Nullable Object recvbuf, long recvcount, Datatype recvtype, int root) {
    return request(
        "scattervInit",
        call ->
            call.scatter(
                null, receives(call, new Buf(recvbuf, 0, recvcount, recvtype), root), root),
        Datatype.layoutOf("scattervInit", recvtype));
  }

  public final Prequest allGatherInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    return request(
        "allGatherInit",
        call -> {
          Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
          return call.allGather(
              data, call.even(new Buf(recvbuf, 0, recvcount, recvtype), core.peerSize()));
        },
        Datatype.layoutOf("allGatherInit", recvtype));
  }

  public final Prequest allGatherInit(@Nullable Object buf, long count, Datatype type) {
    return request(
        "allGatherInit",
        call -> {
          Collectives.requireOneGroup("allGatherInit", core);
          return call.allGather(null, call.even(new Buf(buf, 0, count, type), core.size()));
        },
        Datatype.layoutOf("allGatherInit", type));
  }

  public final Prequest allGathervInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return allGathervInit(
        sendbuf,
        sendcount,
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(displs),
        recvtype);
  }

  public final Prequest allGathervInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    return request(
        "allGathervInit",
        call -> {
          Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
          return call.allGather(
              data,
              call.uneven(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), core.peerSize()));
        },
        Datatype.layoutOf("allGathervInit", recvtype));
  }

  public final Prequest allGathervInit(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return allGathervInit(recvbuf, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype);
  }

  public final Prequest allGathervInit(
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    return request(
        "allGathervInit",
        call -> {
          Collectives.requireOneGroup("allGathervInit", core);
          return call.allGather(
              null, call.uneven(new Cuts(recvbuf, 0, recvcounts, displs, recvtype), core.size()));
        },
        Datatype.layoutOf("allGathervInit", recvtype));
  }

  public final Prequest allToAllInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    return request(
        "allToAllInit",
        call -> {
          int peers = core.peerSize();
          return call.allToAll(
              call.even(new Buf(sendbuf, 0, sendcount, sendtype), peers),
              call.even(new Buf(recvbuf, 0, recvcount, recvtype), peers));
        },
        Datatype.layoutOf("allToAllInit", recvtype));
  }

  public final Prequest allToAllvInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return allToAllvInit(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtype);
  }

  public final Prequest allToAllvInit(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    return request(
        "allToAllvInit",
        call -> {
          int peers = core.peerSize();
          Pieces data = call.uneven(new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype), peers);
          return call.allToAll(
              data, call.uneven(new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype), peers));
        },
        Datatype.layoutOf("allToAllvInit", recvtype));
  }

  public final Prequest allToAllwInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return allToAllwInit(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtypes,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtypes);
  }

  public final Prequest allToAllwInit(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return request(
        "allToAllwInit",
        call -> {
          int peers = core.peerSize();
          Pieces data = call.wide(new Wide(sendbuf, sendcounts, sdispls, sendtypes), peers);
          Pieces target = call.wide(new Wide(recvbuf, recvcounts, rdispls, recvtypes), peers);
          return call.allToAll(data, target);
        },
        null);
  }

  public final Prequest neighborAllGatherInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    return request(
        "neighborAllGatherInit",
        call -> {
          Neighbourhood around = neighbourhood("neighborAllGatherInit");
          Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
          Pieces target =
              call.even(new Buf(recvbuf, 0, recvcount, recvtype), around.sources().length);
          return call.neighbours(around, peer -> data, target);
        },
        Datatype.layoutOf("neighborAllGatherInit", recvtype));
  }

  public final Prequest neighborAllGathervInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    return neighborAllGathervInit(
        sendbuf,
        sendcount,
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(displs),
        recvtype);
  }

  public final Prequest neighborAllGathervInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] displs,
      Datatype recvtype) {
    return request(
        "neighborAllGathervInit",
        call -> {
          Neighbourhood around = neighbourhood("neighborAllGathervInit");
          Region data = call.region(new Buf(sendbuf, 0, sendcount, sendtype));
          Pieces target =
              call.uneven(
                  new Cuts(recvbuf, 0, recvcounts, displs, recvtype), around.sources().length);
          return call.neighbours(around, peer -> data, target);
        },
        Datatype.layoutOf("neighborAllGathervInit", recvtype));
  }

  public final Prequest neighborAllToAllInit(
      @Nullable Object sendbuf,
      long sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long recvcount,
      Datatype recvtype) {
    return request(
        "neighborAllToAllInit",
        call -> {
          Neighbourhood around = neighbourhood("neighborAllToAllInit");
          Pieces data =
              call.even(new Buf(sendbuf, 0, sendcount, sendtype), around.destinations().length);
          Pieces target =
              call.even(new Buf(recvbuf, 0, recvcount, recvtype), around.sources().length);
          return call.neighbours(around, data, target);
        },
        Datatype.layoutOf("neighborAllToAllInit", recvtype));
  }

  public final Prequest neighborAllToAllvInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    return neighborAllToAllvInit(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtype,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtype);
  }

  public final Prequest neighborAllToAllvInit(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype recvtype) {
    return request(
        "neighborAllToAllvInit",
        call -> {
          Neighbourhood around = neighbourhood("neighborAllToAllvInit");
          Pieces data =
              call.uneven(
                  new Cuts(sendbuf, 0, sendcounts, sdispls, sendtype),
                  around.destinations().length);
          Pieces target =
              call.uneven(
                  new Cuts(recvbuf, 0, recvcounts, rdispls, recvtype), around.sources().length);
          return call.neighbours(around, data, target);
        },
        Datatype.layoutOf("neighborAllToAllvInit", recvtype));
  }

  public final Prequest neighborAllToAllwInit(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return neighborAllToAllwInit(
        sendbuf,
        Cuts.longs(sendcounts),
        Cuts.longs(sdispls),
        sendtypes,
        recvbuf,
        Cuts.longs(recvcounts),
        Cuts.longs(rdispls),
        recvtypes);
  }

  public final Prequest neighborAllToAllwInit(
      @Nullable Object sendbuf,
      long @Nullable [] sendcounts,
      long @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      long @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    return request(
        "neighborAllToAllwInit",
        call -> {
          Neighbourhood around = neighbourhood("neighborAllToAllwInit");
          Pieces data =
              call.wide(
                  new Wide(sendbuf, sendcounts, sdispls, sendtypes), around.destinations().length);
          Pieces target =
              call.wide(new Wide(recvbuf, recvcounts, rdispls, recvtypes), around.sources().length);
          return call.neighbours(around, data, target);
        },
        null);
  }

  public final Prequest reduceInit(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long count,
      Datatype type,
      Op op,
      int root) {
    return request(
        "reduceInit",
        call -> {
          boolean wants = call.isRoot(root);
          boolean gives = core.isInter() ? root >= 0 : true;
          Region data = gives ? call.region(new Buf(sendbuf, 0, count, type)) : nothing(type);
          Region target = wants ? call.region(new Buf(recvbuf, 0, count, type)) : null;
          return call.reduce(data, target, type, op, root);
        },
        Datatype.layoutOf("reduceInit", type));
  }

  public final Prequest reduceInit(
      @Nullable Object buf, long count, Datatype type, Op op, int root) {
    return reduceInit(buf, buf, count, type, op, root);
  }

  public final Prequest allReduceInit(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    return request(
        "allReduceInit",
        call -> {
          Region data = call.region(new Buf(sendbuf, 0, count, type));
          Region target = call.region(new Buf(recvbuf, 0, count, type));
          return call.allReduce(data, target, type, op);
        },
        Datatype.layoutOf("allReduceInit", type));
  }

  public final Prequest allReduceInit(@Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("allReduceInit", core);
    return allReduceInit(buf, buf, count, type, op);
  }

  public final Prequest reduceScatterInit(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    return reduceScatterInit(sendbuf, recvbuf, Cuts.longs(recvcounts), type, op);
  }

  public final Prequest reduceScatterInit(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      long @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    return request(
        "reduceScatterInit",
        call -> {
          Segments segments = Segments.of("reduceScatterInit", core, recvcounts);
          Region data = call.region(new Buf(sendbuf, 0, segments.total(), type));
          Region target = call.region(new Buf(recvbuf, 0, segments.own(), type));
          return call.reduceScatter(data, target, segments.before(), type, op);
        },
        Datatype.layoutOf("reduceScatterInit", type));
  }

  public final Prequest reduceScatterInit(
      @Nullable Object buf, int @Nullable [] counts, Datatype type, Op op) {
    return reduceScatterInit(buf, Cuts.longs(counts), type, op);
  }

  public final Prequest reduceScatterInit(
      @Nullable Object buf, long @Nullable [] counts, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatterInit", core);
    return reduceScatterInit(buf, buf, counts, type, op);
  }

  public final Prequest reduceScatterBlockInit(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long recvcount, Datatype type, Op op) {
    return request(
        "reduceScatterBlockInit",
        call -> {
          Segments segments = Segments.even("reduceScatterBlockInit", core, recvcount);
          Region data = call.region(new Buf(sendbuf, 0, segments.total(), type));
          Region target = call.region(new Buf(recvbuf, 0, recvcount, type));
          return call.reduceScatter(data, target, segments.before(), type, op);
        },
        Datatype.layoutOf("reduceScatterBlockInit", type));
  }

  public final Prequest reduceScatterBlockInit(
      @Nullable Object buf, long count, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatterBlockInit", core);
    return reduceScatterBlockInit(buf, buf, count, type, op);
  }
}
