package mpi;

import dev.metaproc.mpi.BlockShape;
import dev.metaproc.mpi.Blocks;
import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.EvenBlocks;
import dev.metaproc.mpi.Exchanges;
import dev.metaproc.mpi.Graph;
import dev.metaproc.mpi.Grid;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.RankGroup;
import dev.metaproc.mpi.Reductions;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.RegionCheck;
import dev.metaproc.mpi.UnevenBlocks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A communicator within one group, with the collective operations (MPI-4.1 chapter 6). Every rank
 * of it must make the same calls in the same order, one thread at a time; if the calls do not match
 * every rank gets an error that says who called what. Send and receive buffer may be one array.
 *
 * <p>In the {@code v} forms {@code counts[k]} items of rank {@code k} are at {@code displs[k]}
 * items after the offset. Arguments that matter only at the root are ignored elsewhere.
 */
public class Intracomm extends Comm {
  Intracomm(Communicator core) {
    super(core);
  }

  @Override
  public Intracomm clone() {
    return new Intracomm(duplicate());
  }

  /** As {@link Comm#Compare}. */
  public static int Compare(Comm comm1, Comm comm2) {
    return Comm.Compare(comm1, comm2);
  }

  /**
   * A communicator for each colour, ranks ordered by key. A negative colour, as {@code
   * MPI.UNDEFINED}, gets {@code MPI.COMM_NULL}.
   */
  public @Nullable Intracomm Split(int colour, int key) {
    return wrap(core.split("Split", colour, key, "Split"));
  }

  /** A communicator of {@code group}; the others get {@code MPI.COMM_NULL}. Collective. */
  public @Nullable Intracomm Create(Group group) {
    core.check("Create");
    RankGroup members = Group.membersOf("Create", group);
    if (members.intersection(core.group()).size() != members.size()) {
      throw new MPIException(
          ErrorClass.GROUP,
          ("Create: the group has ranks that are not in " + core.name())
              + ": make it from the communicator's own Group()");
    }
    int key = members.rankOf(core.rank().number());
    return wrap(core.split("Create", key < 0 ? -1 : 0, key, members));
  }

  /**
   * A grid of the first ranks; the others get {@code MPI.COMM_NULL}. Collective. Ranks are never
   * reordered: all are equally near.
   */
  public @Nullable Cartcomm Create_cart(int[] dims, boolean[] periods, boolean reorder) {
    core.check("Create_cart");
    Grid grid = Cartcomm.grid("Create_cart", dims, periods);
    requireRanks("Create_cart", "grid", grid.size());
    int rank = core.member();
    Communicator made = core.split("Create_cart", rank < grid.size() ? 0 : -1, rank, grid);
    return made == null ? null : new Cartcomm(made, grid);
  }

  /** A graph of the first ranks; the others get {@code MPI.COMM_NULL}. Collective. */
  public @Nullable Graphcomm Create_graph(int[] index, int[] edges, boolean reorder) {
    core.check("Create_graph");
    Graph graph = Graphcomm.graph(index, edges);
    requireRanks("Create_graph", "graph", graph.nodes());
    int rank = core.member();
    Communicator made = core.split("Create_graph", rank < graph.nodes() ? 0 : -1, rank, graph);
    return made == null ? null : new Graphcomm(made, graph);
  }

  public void Barrier() {
    core.barrier();
  }

  public void Bcast(@Nullable Object buf, int offset, int count, Datatype type, int root) {
    if (core.small().broadcast(buf, offset, count, Datatype.layoutOrNull(type), root)) {
      return;
    }
    Region data = region("Bcast", buf, offset, count, type);
    core.requireRoot("Bcast", root);
    core.exchanges().broadcast(data, root);
  }

  public void Gather(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype,
      int root) {
    Region data = region("Gather", sendbuf, sendoffset, sendcount, sendtype);
    core.requireRoot("Gather", root);
    Blocks target = isRoot(root) ? even("Gather", recvbuf, recvoffset, recvcount, recvtype) : null;
    core.exchanges().gather("Gather", data, target, root);
  }

  public void Gatherv(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int @Nullable [] recvcount,
      int @Nullable [] displs,
      Datatype recvtype,
      int root) {
    Region data = region("Gatherv", sendbuf, sendoffset, sendcount, sendtype);
    core.requireRoot("Gatherv", root);
    Blocks target =
        isRoot(root)
            ? uneven("Gatherv", recvbuf, recvoffset, new Cut(recvcount, displs), recvtype)
            : null;
    core.exchanges().gather("Gatherv", data, target, root);
  }

  public void Scatter(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype,
      int root) {
    Region target = region("Scatter", recvbuf, recvoffset, recvcount, recvtype);
    core.requireRoot("Scatter", root);
    Blocks blocks = isRoot(root) ? even("Scatter", sendbuf, sendoffset, sendcount, sendtype) : null;
    core.exchanges().scatter("Scatter", blocks, target, root);
  }

  public void Scatterv(
      @Nullable Object sendbuf,
      int sendoffset,
      int @Nullable [] sendcount,
      int @Nullable [] displs,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype,
      int root) {
    Region target = region("Scatterv", recvbuf, recvoffset, recvcount, recvtype);
    core.requireRoot("Scatterv", root);
    Blocks blocks =
        isRoot(root)
            ? uneven("Scatterv", sendbuf, sendoffset, new Cut(sendcount, displs), sendtype)
            : null;
    core.exchanges().scatter("Scatterv", blocks, target, root);
  }

  public void Allgather(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype) {
    Region data = region("Allgather", sendbuf, sendoffset, sendcount, sendtype);
    Blocks target = even("Allgather", recvbuf, recvoffset, recvcount, recvtype);
    core.exchanges().gather("Allgather", data, target, Exchanges.EVERYWHERE);
  }

  public void Allgatherv(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int @Nullable [] recvcounts,
      int @Nullable [] displs,
      Datatype recvtype) {
    Region data = region("Allgatherv", sendbuf, sendoffset, sendcount, sendtype);
    Blocks target =
        uneven("Allgatherv", recvbuf, recvoffset, new Cut(recvcounts, displs), recvtype);
    core.exchanges().gather("Allgatherv", data, target, Exchanges.EVERYWHERE);
  }

  public void Alltoall(
      @Nullable Object sendbuf,
      int sendoffset,
      int sendcount,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int recvcount,
      Datatype recvtype) {
    Layout layout = Datatype.layoutOrNull(sendtype);
    if (sendcount == recvcount
        && layout == Datatype.layoutOrNull(recvtype)
        && core.small().alltoall(sendbuf, sendoffset, recvbuf, recvoffset, sendcount, layout)) {
      return;
    }
    Blocks blocks = even("Alltoall", sendbuf, sendoffset, sendcount, sendtype);
    Blocks target = even("Alltoall", recvbuf, recvoffset, recvcount, recvtype);
    core.exchanges().alltoall("Alltoall", blocks, target);
  }

  public void Alltoallv(
      @Nullable Object sendbuf,
      int sendoffset,
      int @Nullable [] sendcount,
      int @Nullable [] sdispls,
      Datatype sendtype,
      @Nullable Object recvbuf,
      int recvoffset,
      int @Nullable [] recvcount,
      int @Nullable [] rdispls,
      Datatype recvtype) {
    Blocks blocks = uneven("Alltoallv", sendbuf, sendoffset, new Cut(sendcount, sdispls), sendtype);
    Blocks target = uneven("Alltoallv", recvbuf, recvoffset, new Cut(recvcount, rdispls), recvtype);
    core.exchanges().alltoall("Alltoallv", blocks, target);
  }

  public void Reduce(
      @Nullable Object sendbuf,
      int sendoffset,
      @Nullable Object recvbuf,
      int recvoffset,
      int count,
      Datatype datatype,
      Op op,
      int root) {
    Region data = region("Reduce", sendbuf, sendoffset, count, datatype);
    core.requireRoot("Reduce", root);
    Region target = isRoot(root) ? region("Reduce", recvbuf, recvoffset, count, datatype) : null;
    reductions("Reduce", datatype, op).reduce(data, target, root);
  }

  public void Allreduce(
      @Nullable Object sendbuf,
      int sendoffset,
      @Nullable Object recvbuf,
      int recvoffset,
      int count,
      Datatype datatype,
      Op op) {
    if (core.small()
        .allreduce(
            sendbuf,
            sendoffset,
            recvbuf,
            recvoffset,
            count,
            Datatype.layoutOrNull(datatype),
            Op.predefinedOrNull(op))) {
      return;
    }
    Region data = region("Allreduce", sendbuf, sendoffset, count, datatype);
    Region target = region("Allreduce", recvbuf, recvoffset, count, datatype);
    reductions("Allreduce", datatype, op).allreduce(data, target);
  }

  /** Rank {@code r} gets segment {@code r}, of {@code recvcounts[r]} items, of the reduction. */
  public void Reduce_scatter(
      @Nullable Object sendbuf,
      int sendoffset,
      @Nullable Object recvbuf,
      int recvoffset,
      int[] recvcounts,
      Datatype datatype,
      Op op) {
    Segments segments = Segments.of(core, recvcounts);
    Region data = region("Reduce_scatter", sendbuf, sendoffset, segments.total(), datatype);
    Region target = region("Reduce_scatter", recvbuf, recvoffset, segments.own(), datatype);
    reductions("Reduce_scatter", datatype, op).reduceScatter(data, target, segments.before());
  }

  /** Rank {@code r} gets the reduction of ranks 0 to {@code r}. */
  public void Scan(
      @Nullable Object sendbuf,
      int sendoffset,
      @Nullable Object recvbuf,
      int recvoffset,
      int count,
      Datatype datatype,
      Op op) {
    Region data = region("Scan", sendbuf, sendoffset, count, datatype);
    Region target = region("Scan", recvbuf, recvoffset, count, datatype);
    reductions("Scan", datatype, op).scan(data, target);
  }

  /** How a {@code v} collective cuts a buffer. */
  @SuppressWarnings("ArrayRecordComponent") // two arguments on their way, never compared
  private record Cut(int @Nullable [] counts, int @Nullable [] displacements) {}

  private boolean isRoot(int root) {
    return core.member() == root;
  }

  private Region region(
      String operation, @Nullable Object buffer, int offset, int count, Datatype type) {
    RegionCheck check = core.check(operation);
    return check.region(buffer, offset, count, Datatype.layoutOf(operation, type));
  }

  private Blocks even(
      String operation, @Nullable Object buffer, int offset, int count, Datatype type) {
    RegionCheck check = core.check(operation);
    return EvenBlocks.check(check, buffer, offset, count, shape(operation, type));
  }

  private Blocks uneven(
      String operation, @Nullable Object buffer, int offset, Cut cut, Datatype type) {
    RegionCheck check = core.check(operation);
    return UnevenBlocks.check(
        check, buffer, offset, cut.counts(), cut.displacements(), shape(operation, type));
  }

  private BlockShape shape(String operation, Datatype type) {
    Layout layout = Datatype.layoutOf(operation, type);
    return new BlockShape(layout, core.size());
  }

  private Reductions reductions(String operation, Datatype type, Op op) {
    return Op.reductions(operation, core, type, op);
  }

  private void requireRanks(String operation, String what, long wanted) {
    if (wanted > core.size()) {
      throw new MPIException(
          ErrorClass.TOPOLOGY,
          (operation + ": a " + what + " of " + wanted + " ranks does not fit into ")
              + (core.name() + " (size " + core.size() + "): make it smaller"));
    }
  }

  static @Nullable Intracomm wrap(@Nullable Communicator made) {
    return made == null ? null : new Intracomm(Objects.requireNonNull(made));
  }
}
