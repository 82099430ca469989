package mpi;

import dev.metaproc.mpi.BlockShape;
import dev.metaproc.mpi.Blocks;
import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.EvenBlocks;
import dev.metaproc.mpi.Exchanges;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.RegionCheck;
import dev.metaproc.mpi.UnevenBlocks;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The blocking collectives as Open MPI's bindings spell them (MPI-4.1 chapter 6). Forms with one
 * buffer work in place: a rank's own data are where its result goes, and at ranks that are not the
 * root the buffer is the only one they have.
 *
 * <p>On an inter-communicator data go from one group to the other; the root passes {@code
 * MPI.ROOT}, the others of its group {@code MPI.PROC_NULL}, the other group the root's rank.
 */
public abstract class GroupCommunication extends Communication {
  GroupCommunication(Communicator core) {
    super(core);
  }

  public final void barrier() {
    if (core.isInter()) {
      new Collectives(core, "barrier").barrier().await();
    } else {
      core.barrier();
    }
  }

  public final void bcast(@Nullable Object buf, int count, Datatype type, int root) {
    boolean isDone =
        !core.isInter() && core.small().broadcast(buf, 0, count, Datatype.layoutOrNull(type), root);
    if (!isDone) {
      bcast(new Buf(buf, 0, count, type), root);
    }
  }

  final void bcast(Buf data, int root) {
    if (core.isInter()) {
      new Collectives(core, "bcast").bcast(data, root).await();
      return;
    }
    Region region = buffer("bcast", data);
    core.requireRoot("bcast", root);
    core.exchanges().broadcast(region, root);
  }

  public final void gather(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    gather(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  final void gather(Buf data, Buf result, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "gather");
      call.gather(sends(call, data, root), evenAtRoot(call, result, root), root).await();
      return;
    }
    core.check("gather");
    core.requireRoot("gather", root);
    Blocks target = isRoot(root) ? even("gather", result) : null;
    core.exchanges().gather("Gather", buffer("gather", data), target, root);
  }

  public final void gather(@Nullable Object buf, int count, Datatype type, int root) {
    gather(new Buf(buf, 0, count, type), root);
  }

  final void gather(Buf both, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "gather");
      call.gather(sends(call, both, root), evenAtRoot(call, both, root), root).await();
      return;
    }
    core.check("gather");
    core.requireRoot("gather", root);
    Blocks target = isRoot(root) ? even("gather", both) : null;
    Region data = target != null ? target.block(core.member()) : buffer("gather", both);
    core.exchanges().gather("Gather", data, target, root);
  }

  public final void gatherv(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    Buf data = new Buf(sendbuf, 0, sendcount, sendtype);
    Cuts result = new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype);
    if (core.isInter()) {
      Collectives call = new Collectives(core, "gatherv");
      call.gather(sends(call, data, root), unevenAtRoot(call, result, root), root).await();
      return;
    }
    core.check("gatherv");
    core.requireRoot("gatherv", root);
    Blocks target = isRoot(root) ? uneven("gatherv", result) : null;
    core.exchanges().gather("Gatherv", buffer("gatherv", data), target, root);
  }

  /** At the root, whose own data are in place. */
  public final void gatherv(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    gatherv(new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype), root);
  }

  final void gatherv(Cuts result, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "gatherv");
      call.gather(null, unevenAtRoot(call, result, root), root).await();
      return;
    }
    core.check("gatherv");
    core.requireRoot("gatherv", root);
    Blocks target = uneven("gatherv", result);
    core.exchanges().gather("Gatherv", target.block(core.member()), target, root);
  }

  /** At the ranks that are not the root. */
  public final void gatherv(@Nullable Object sendbuf, int sendcount, Datatype sendtype, int root) {
    gatherv(new Buf(sendbuf, 0, sendcount, sendtype), root);
  }

  final void gatherv(Buf data, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "gatherv");
      call.gather(sends(call, data, root), null, root).await();
      return;
    }
    core.check("gatherv");
    core.requireRoot("gatherv", root);
    core.exchanges().gather("Gatherv", buffer("gatherv", data), null, root);
  }

  public final void scatter(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    scatter(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  final void scatter(Buf data, Buf result, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "scatter");
      call.scatter(evenAtRoot(call, data, root), receives(call, result, root), root).await();
      return;
    }
    core.check("scatter");
    core.requireRoot("scatter", root);
    Blocks blocks = isRoot(root) ? even("scatter", data) : null;
    core.exchanges().scatter("Scatter", blocks, buffer("scatter", result), root);
  }

  public final void scatter(@Nullable Object buf, int count, Datatype type, int root) {
    scatter(new Buf(buf, 0, count, type), root);
  }

  final void scatter(Buf both, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "scatter");
      call.scatter(evenAtRoot(call, both, root), receives(call, both, root), root).await();
      return;
    }
    core.check("scatter");
    core.requireRoot("scatter", root);
    Blocks blocks = isRoot(root) ? even("scatter", both) : null;
    Region target = blocks != null ? blocks.block(core.member()) : buffer("scatter", both);
    core.exchanges().scatter("Scatter", blocks, target, root);
  }

  public final void scatterv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype,
      int root) {
    Cuts data = new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype);
    Buf result = new Buf(recvbuf, 0, recvcount, recvtype);
    if (core.isInter()) {
      Collectives call = new Collectives(core, "scatterv");
      call.scatter(unevenAtRoot(call, data, root), receives(call, result, root), root).await();
      return;
    }
    core.check("scatterv");
    core.requireRoot("scatterv", root);
    Blocks blocks = isRoot(root) ? uneven("scatterv", data) : null;
    core.exchanges().scatter("Scatterv", blocks, buffer("scatterv", result), root);
  }

  /** At the root, which keeps its own block where it is. */
  public final void scatterv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] displs,
      Datatype sendtype,
      int root) {
    scatterv(new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(displs), sendtype), root);
  }

  final void scatterv(Cuts data, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "scatterv");
      call.scatter(unevenAtRoot(call, data, root), null, root).await();
      return;
    }
    core.check("scatterv");
    core.requireRoot("scatterv", root);
    Blocks blocks = uneven("scatterv", data);
    core.exchanges().scatter("Scatterv", blocks, blocks.block(core.member()), root);
  }

  /** At the ranks that are not the root. */
  public final void scatterv(@Nullable Object recvbuf, int recvcount, Datatype recvtype, int root) {
    scatterv(new Buf(recvbuf, 0, recvcount, recvtype), root);
  }

  final void scatterv(Buf result, int root) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "scatterv");
      call.scatter(null, receives(call, result, root), root).await();
      return;
    }
    core.check("scatterv");
    core.requireRoot("scatterv", root);
    core.exchanges().scatter("Scatterv", null, buffer("scatterv", result), root);
  }

  public final void allGather(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype) {
    allGather(new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  final void allGather(Buf own, Buf result) {
    Region data = buffer("allGather", own);
    if (core.isInter()) {
      Collectives call = new Collectives(core, "allGather");
      call.allGather(data, call.even(result, core.peerSize())).await();
      return;
    }
    Blocks target = even("allGather", result);
    core.exchanges().gather("Allgather", data, target, Exchanges.EVERYWHERE);
  }

  public final void allGather(@Nullable Object buf, int count, Datatype type) {
    allGather(new Buf(buf, 0, count, type));
  }

  final void allGather(Buf both) {
    Collectives.requireOneGroup("allGather", core);
    Blocks target = even("allGather", both);
    core.exchanges().gather("Allgather", target.block(core.member()), target, Exchanges.EVERYWHERE);
  }

  public final void allGatherv(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    Cuts result = new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype);
    allGatherv(new Buf(sendbuf, 0, sendcount, sendtype), result);
  }

  final void allGatherv(Buf own, Cuts result) {
    Region data = buffer("allGatherv", own);
    if (core.isInter()) {
      Collectives call = new Collectives(core, "allGatherv");
      call.allGather(data, call.uneven(result, core.peerSize())).await();
      return;
    }
    Blocks target = uneven("allGatherv", result);
    core.exchanges().gather("Allgatherv", data, target, Exchanges.EVERYWHERE);
  }

  public final void allGatherv(
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    allGatherv(new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype));
  }

  final void allGatherv(Cuts both) {
    Collectives.requireOneGroup("allGatherv", core);
    Blocks target = uneven("allGatherv", both);
    core.exchanges()
        .gather("Allgatherv", target.block(core.member()), target, Exchanges.EVERYWHERE);
  }

  public final void allToAll(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype) {
    allToAll(new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  final void allToAll(Buf data, Buf result) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "allToAll");
      int peers = core.peerSize();
      call.allToAll(call.even(data, peers), call.even(result, peers)).await();
      return;
    }
    core.exchanges().alltoall("Alltoall", even("allToAll", data), even("allToAll", result));
  }

  public final void allToAllv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    Cuts data = new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(sdispls), sendtype);
    Cuts result = new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(rdispls), recvtype);
    allToAllv(data, result);
  }

  final void allToAllv(Cuts data, Cuts result) {
    if (core.isInter()) {
      Collectives call = new Collectives(core, "allToAllv");
      int peers = core.peerSize();
      call.allToAll(call.uneven(data, peers), call.uneven(result, peers)).await();
      return;
    }
    core.exchanges().alltoall("Alltoallv", uneven("allToAllv", data), uneven("allToAllv", result));
  }

  /** Every pair of ranks has its own datatype; displacements are in bytes. */
  public final void allToAllw(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Wide data = new Wide(sendbuf, Cuts.longs(sendcounts), Cuts.longs(sdispls), sendtypes);
    Wide result = new Wide(recvbuf, Cuts.longs(recvcounts), Cuts.longs(rdispls), recvtypes);
    allToAllw(data, result);
  }

  final void allToAllw(Wide data, Wide result) {
    Collectives call = new Collectives(core, "allToAllw");
    int peers = core.peerSize();
    call.allToAll(call.wide(data, peers), call.wide(result, peers)).await();
  }

  /** As Open MPI 4.1 has it. */
  public final void allToAllw(
      @Nullable Buffer sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Buffer recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    allToAllw(
        (Object) sendbuf,
        sendcounts,
        sdispls,
        sendtypes,
        (Object) recvbuf,
        recvcounts,
        rdispls,
        recvtypes);
  }

  public final void neighborAllGather(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype) {
    neighborAllGather(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  final void neighborAllGather(Buf own, Buf result) {
    Collectives call = new Collectives(core, "neighborAllGather");
    Neighbourhood around = neighbourhood("neighborAllGather");
    Region data = call.region(own);
    call.neighbours(around, peer -> data, call.even(result, around.sources().length)).await();
  }

  public final void neighborAllGatherv(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    Cuts result = new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(displs), recvtype);
    neighborAllGatherv(new Buf(sendbuf, 0, sendcount, sendtype), result);
  }

  final void neighborAllGatherv(Buf own, Cuts result) {
    Collectives call = new Collectives(core, "neighborAllGatherv");
    Neighbourhood around = neighbourhood("neighborAllGatherv");
    Region data = call.region(own);
    call.neighbours(around, peer -> data, call.uneven(result, around.sources().length)).await();
  }

  public final void neighborAllToAll(
      @Nullable Object sendbuf,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvcount,
      Datatype recvtype) {
    neighborAllToAll(
        new Buf(sendbuf, 0, sendcount, sendtype), new Buf(recvbuf, 0, recvcount, recvtype));
  }

  final void neighborAllToAll(Buf data, Buf result) {
    Collectives call = new Collectives(core, "neighborAllToAll");
    Neighbourhood around = neighbourhood("neighborAllToAll");
    call.neighbours(
            around,
            call.even(data, around.destinations().length),
            call.even(result, around.sources().length))
        .await();
  }

  public final void neighborAllToAllv(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    Cuts data = new Cuts(sendbuf, 0, Cuts.longs(sendcounts), Cuts.longs(sdispls), sendtype);
    Cuts result = new Cuts(recvbuf, 0, Cuts.longs(recvcounts), Cuts.longs(rdispls), recvtype);
    neighborAllToAllv(data, result);
  }

  final void neighborAllToAllv(Cuts data, Cuts result) {
    Collectives call = new Collectives(core, "neighborAllToAllv");
    Neighbourhood around = neighbourhood("neighborAllToAllv");
    call.neighbours(
            around,
            call.uneven(data, around.destinations().length),
            call.uneven(result, around.sources().length))
        .await();
  }

  /** Displacements are in bytes. */
  public final void neighborAllToAllw(
      @Nullable Object sendbuf,
      int @Nullable [] sendcounts,
      int @Nullable [] sdispls,
      Datatype @Nullable [] sendtypes,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      int @Nullable [] rdispls,
      Datatype @Nullable [] recvtypes) {
    Wide data = new Wide(sendbuf, Cuts.longs(sendcounts), Cuts.longs(sdispls), sendtypes);
    Wide result = new Wide(recvbuf, Cuts.longs(recvcounts), Cuts.longs(rdispls), recvtypes);
    neighborAllToAllw(data, result);
  }

  final void neighborAllToAllw(Wide data, Wide result) {
    Collectives call = new Collectives(core, "neighborAllToAllw");
    Neighbourhood around = neighbourhood("neighborAllToAllw");
    call.neighbours(
            around,
            call.wide(data, around.destinations().length),
            call.wide(result, around.sources().length))
        .await();
  }

  public final void reduce(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      int count,
      Datatype type,
      Op op,
      int root) {
    reduce(new Buf(sendbuf, 0, count, type), new Buf(recvbuf, 0, count, type), op, root);
  }

  final void reduce(Buf own, Buf result, Op op, int root) {
    Datatype type = own.type();
    if (core.isInter()) {
      Collectives call = new Collectives(core, "reduce");
      boolean wants = call.isRoot(root);
      Region data = wants ? nothing(type) : call.region(own);
      Region target = wants ? call.region(result) : null;
      call.reduce(root < 0 ? nothing(type) : data, target, type, op, root).await();
      return;
    }
    Region data = buffer("reduce", own);
    core.requireRoot("reduce", root);
    Region target = isRoot(root) ? buffer("reduce", result) : null;
    Op.reductions("reduce", core, type, op).reduce(data, target, root);
  }

  public final void reduce(@Nullable Object buf, int count, Datatype type, Op op, int root) {
    reduce(buf, buf, count, type, op, root);
  }

  public final void allReduce(
      @Nullable Object sendbuf, @Nullable Object recvbuf, int count, Datatype type, Op op) {
    if (!core.isInter()
        && core.small()
            .allreduce(
                sendbuf,
                0,
                recvbuf,
                0,
                count,
                Datatype.layoutOrNull(type),
                Op.predefinedOrNull(op, type))) {
      return;
    }
    allReduce(new Buf(sendbuf, 0, count, type), new Buf(recvbuf, 0, count, type), op);
  }

  final void allReduce(Buf own, Buf result, Op op) {
    Datatype type = own.type();
    Region data = buffer("allReduce", own);
    Region target = buffer("allReduce", result);
    if (core.isInter()) {
      new Collectives(core, "allReduce").allReduce(data, target, type, op).await();
    } else {
      Op.reductions("allReduce", core, type, op).allreduce(data, target);
    }
  }

  public final void allReduce(@Nullable Object buf, int count, Datatype type, Op op) {
    Collectives.requireOneGroup("allReduce", core);
    allReduce(buf, buf, count, type, op);
  }

  /** Rank {@code r} gets segment {@code r}, of {@code recvcounts[r]} items, of the reduction. */
  public final void reduceScatter(
      @Nullable Object sendbuf,
      @Nullable Object recvbuf,
      int @Nullable [] recvcounts,
      Datatype type,
      Op op) {
    Segments segments = Segments.of("reduceScatter", core, Cuts.longs(recvcounts));
    reduceScatter(sendbuf, recvbuf, segments, type, op);
  }

  final void reduceScatter(
      @Nullable Object sendbuf, @Nullable Object recvbuf, Segments segments, Datatype type, Op op) {
    Region data = buffer("reduceScatter", new Buf(sendbuf, 0, segments.total(), type));
    Region target = buffer("reduceScatter", new Buf(recvbuf, 0, segments.own(), type));
    if (core.isInter()) {
      new Collectives(core, "reduceScatter")
          .reduceScatter(data, target, segments.before(), type, op)
          .await();
    } else {
      Op.reductions("reduceScatter", core, type, op).reduceScatter(data, target, segments.before());
    }
  }

  public final void reduceScatter(
      @Nullable Object buf, int @Nullable [] counts, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatter", core);
    reduceScatter(buf, buf, counts, type, op);
  }

  /** Rank {@code r} gets segment {@code r}, of {@code recvcount} items, of the reduction. */
  public final void reduceScatterBlock(
      @Nullable Object sendbuf, @Nullable Object recvbuf, int recvcount, Datatype type, Op op) {
    Segments segments = Segments.even("reduceScatterBlock", core, recvcount);
    reduceScatterBlock(sendbuf, recvbuf, segments, type, op);
  }

  final void reduceScatterBlock(
      @Nullable Object sendbuf, @Nullable Object recvbuf, Segments segments, Datatype type, Op op) {
    Collectives call = new Collectives(core, "reduceScatterBlock");
    Region data = call.region(new Buf(sendbuf, 0, segments.total(), type));
    Region target = call.region(new Buf(recvbuf, 0, segments.own(), type));
    call.reduceScatter(data, target, segments.before(), type, op).await();
  }

  public final void reduceScatterBlock(@Nullable Object buf, int count, Datatype type, Op op) {
    Collectives.requireOneGroup("reduceScatterBlock", core);
    reduceScatterBlock(buf, buf, count, type, op);
  }

  /** {@code inOutBuf[i] = inBuf[i] op inOutBuf[i]}, at this rank alone. */
  public static void reduceLocal(
      @Nullable Object inBuf, @Nullable Object inOutBuf, int count, Datatype type, Op op) {
    reduceLocal(new Buf(inBuf, 0, count, type), new Buf(inOutBuf, 0, count, type), op);
  }

  static void reduceLocal(Buf left, Buf right, Op op) {
    Datatype type = left.type();
    RegionCheck check = new RegionCheck(MPIException::new, "reduceLocal");
    Layout layout = Datatype.layoutOf("reduceLocal", type);
    Region in = check.region(left.array(), 0, left.count(), layout);
    Region inOut = check.region(right.array(), 0, right.count(), layout);
    check.requireWritable(inOut);
    Op.combine("reduceLocal", type, op, in, inOut);
  }

  /** Whom the neighbourhood collectives exchange data with. */
  Neighbourhood neighbourhood(String operation) {
    core.check(operation);
    throw new MPIException(
        dev.metaproc.mpi.ErrorClass.TOPOLOGY,
        operation
            + ": "
            + core.name()
            + " has no topology: make one with createCart, createGraph or createDistGraph");
  }

  final boolean isRoot(int root) {
    return core.member() == root;
  }

  final @Nullable Region sends(Collectives call, Buf buf, int root) {
    return root >= 0 ? call.region(buf) : null;
  }

  final @Nullable Region receives(Collectives call, Buf buf, int root) {
    return root >= 0 ? call.region(buf) : null;
  }

  final @Nullable Pieces evenAtRoot(Collectives call, Buf buf, int root) {
    return call.isRoot(root) ? call.even(buf, core.peerSize()) : null;
  }

  final @Nullable Pieces unevenAtRoot(Collectives call, Cuts cuts, int root) {
    return call.isRoot(root) ? call.uneven(cuts, core.peerSize()) : null;
  }

  /** No items, of the right type. */
  static Region nothing(Datatype type) {
    return new RegionCheck(MPIException::new, "reduce")
        .region(null, 0, 0, Datatype.layoutOf("reduce", type));
  }

  private Blocks even(String operation, Buf buf) {
    BlockShape shape = new BlockShape(Datatype.layoutOf(operation, buf.type()), core.size());
    return EvenBlocks.check(core.check(operation), buf.array(), buf.offset(), buf.count(), shape);
  }

  private Blocks uneven(String operation, Cuts cuts) {
    BlockShape shape = new BlockShape(Datatype.layoutOf(operation, cuts.type()), core.size());
    return UnevenBlocks.check(
        core.check(operation),
        cuts.array(),
        cuts.offset(),
        cuts.counts(),
        cuts.displacements(),
        shape);
  }
}
