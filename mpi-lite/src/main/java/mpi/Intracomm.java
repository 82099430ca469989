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
import dev.metaproc.mpi.Ports;
import dev.metaproc.mpi.RankGroup;
import dev.metaproc.mpi.Reductions;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.RegionCheck;
import dev.metaproc.mpi.SpawnCommand;
import dev.metaproc.mpi.UnevenBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
public class Intracomm extends NonBlockingScans {
  Intracomm(Communicator core) {
    super(core, new Attributes());
  }

  Intracomm(Communicator core, Attributes attributes) {
    super(core, attributes);
  }

  @Override
  public Intracomm clone() {
    return new Intracomm(duplicate(), copyOfAttributes());
  }

  @Override
  public Intracomm dup() {
    return clone();
  }

  @Override
  public Intracomm iDup() {
    return clone();
  }

  @Override
  public Intracomm dupWithInfo(Info info) {
    Intracomm copy = clone();
    copy.setInfo(info);
    return copy;
  }

  /** As {@link #Split}, but the null communicator of this class for {@code MPI.UNDEFINED}. */
  public final Intracomm split(int colour, int key) {
    return orNone(core.split("Split", colour, key, "Split"));
  }

  /**
   * A communicator of the ranks that share something.
   *
   * @param splitType {@code Comm.TYPE_SHARED}: memory, which is all ranks; or {@code MPI.UNDEFINED}
   */
  public final Intracomm splitType(int splitType, int key, Info info) {
    core.check("splitType");
    Info.required("splitType", info);
    if (splitType != TYPE_SHARED && splitType != MPI.UNDEFINED) {
      throw new MPIException(
          ErrorClass.ARG,
          "splitType: " + splitType + " is no split type: use Comm.TYPE_SHARED or MPI.UNDEFINED");
    }
    return orNone(core.split("splitType", splitType, key, "splitType"));
  }

  /** As {@link #Create}, but the null communicator of this class for ranks that are no members. */
  public final Intracomm create(Group group) {
    return orNone(created(group));
  }

  /** As {@link #create}, but collective over the group alone; {@code tag} tells calls apart. */
  public final Intracomm createGroup(Group group, int tag) {
    core.check("createGroup");
    RankGroup members = Group.membersOf("createGroup", group);
    Arguments.tag("createGroup", tag);
    requireMembers("createGroup", members);
    return members.rankOf(core.rank().number()) < 0
        ? orNone(null)
        : new Intracomm(core.createGroup(members, tag));
  }

  /** As {@link #Create_cart}. */
  public final CartComm createCart(int[] dims, boolean[] periods, boolean reorder) {
    Cartcomm made = Create_cart(dims, periods, reorder);
    return made instanceof CartComm cart
        ? cart
        : new CartComm(core.none(), Cartcomm.grid("createCart", dims, periods), new Attributes());
  }

  /** As {@link #Create_graph}. */
  public final GraphComm createGraph(int[] index, int[] edges, boolean reorder) {
    Graphcomm made = Create_graph(index, edges, reorder);
    return made instanceof GraphComm graph
        ? graph
        : new GraphComm(core.none(), Graphcomm.graph(index, edges), null, new Attributes());
  }

  /** A graph whose edges are given by any ranks: to {@code destinations}, a few per source. */
  public final GraphComm createDistGraph(
      int[] sources, int[] degrees, int[] destinations, int[] weights, Info info, boolean reorder) {
    Info.required("createDistGraph", info);
    return DistGraph.fromEdges(this, sources, degrees, destinations, weights);
  }

  public final GraphComm createDistGraph(
      int[] sources, int[] degrees, int[] destinations, Info info, boolean reorder) {
    Info.required("createDistGraph", info);
    return DistGraph.fromEdges(this, sources, degrees, destinations, null);
  }

  /** A graph of which each rank gives its own neighbours. */
  public final GraphComm createDistGraphAdjacent(
      int[] sources,
      int[] sourceWeights,
      int[] destinations,
      int[] destWeights,
      Info info,
      boolean reorder) {
    Info.required("createDistGraphAdjacent", info);
    return DistGraph.adjacent(this, sources, sourceWeights, destinations, destWeights);
  }

  public final GraphComm createDistGraphAdjacent(
      int[] sources, int[] destinations, Info info, boolean reorder) {
    Info.required("createDistGraphAdjacent", info);
    return DistGraph.adjacent(this, sources, null, destinations, null);
  }

  public final void scan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, int count, Datatype type, Op op) {
    Scan(sendbuf, 0, recvbuf, 0, count, type, op);
  }

  public final void scan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Region data = region("scan", sendbuf, 0, count, type);
    Region target = region("scan", recvbuf, 0, count, type);
    reductions("Scan", type, op).scan(data, target);
  }

  public final void scan(@Nullable Object buf, int count, Datatype type, Op op) {
    Scan(buf, 0, buf, 0, count, type, op);
  }

  public final void scan(@Nullable Object buf, long count, Datatype type, Op op) {
    scan(buf, buf, count, type, op);
  }

  /** Rank {@code r} gets the reduction of ranks 0 to {@code r - 1}; rank 0 gets nothing. */
  public final void exScan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, int count, Datatype type, Op op) {
    exScan(sendbuf, recvbuf, (long) count, type, op);
  }

  public final void exScan(
      @Nullable Object sendbuf, @Nullable Object recvbuf, long count, Datatype type, Op op) {
    Collectives call = new Collectives(core, "exScan");
    Region data = call.region(new Buf(sendbuf, 0, count, type));
    Region target = call.region(new Buf(recvbuf, 0, count, type));
    call.exScan(data, target, type, op).await();
  }

  public final void exScan(@Nullable Object buf, int count, Datatype type, Op op) {
    exScan(buf, buf, (long) count, type, op);
  }

  public final void exScan(@Nullable Object buf, long count, Datatype type, Op op) {
    exScan(buf, buf, count, type, op);
  }

  /** As {@link #exScan}, in mpiJava's spelling. */
  public void Exscan(
      @Nullable Object sendbuf,
      int sendoffset,
      @Nullable Object recvbuf,
      int recvoffset,
      int count,
      Datatype datatype,
      Op op) {
    Collectives call = new Collectives(core, "exScan");
    Region data = call.region(new Buf(sendbuf, sendoffset, count, datatype));
    Region target = call.region(new Buf(recvbuf, recvoffset, count, datatype));
    call.exScan(data, target, datatype, op).await();
  }

  /**
   * Starts {@code maxprocs} ranks of another program; collective, but only the root's arguments
   * matter. They are the remote group of the result and find this group with {@link
   * Intercomm#getParent}.
   *
   * @param command as on the command line of mpiexec: {@code java}, or a class or jar
   * @param argv the words behind it
   * @param info {@code wdir} is the new program's working directory
   * @param errcodes gets {@code MPI.SUCCESS} for each rank; may be null
   */
  public final Intercomm spawn(
      String command,
      String @Nullable [] argv,
      int maxprocs,
      Info info,
      int root,
      int @Nullable [] errcodes) {
    return spawnMultiple(
        new String[] {command},
        argv == null ? null : new String[][] {argv},
        new int[] {maxprocs},
        new Info[] {info},
        root,
        errcodes);
  }

  /** As {@link #spawn}, for several programs with one world. */
  public final Intercomm spawnMultiple(
      String[] commands,
      String @Nullable [][] argv,
      int[] maxprocs,
      Info[] infos,
      int root,
      int @Nullable [] errcodes) {
    List<SpawnCommand> programs = new ArrayList<>();
    core.check("spawn");
    core.requireRoot("spawn", root);
    if (core.member() == root) {
      Arguments.given("spawn", "array of commands", commands);
      requireLength("argument arrays", argv == null ? commands.length : argv.length, commands);
      requireLength(
          "numbers", Arguments.given("spawn", "array of numbers", maxprocs).length, commands);
      requireLength("infos", Arguments.given("spawn", "array of infos", infos).length, commands);
      for (int i = 0; i < commands.length; i++) {
        programs.add(spawned(commands[i], argv == null ? null : argv[i], maxprocs[i], infos[i]));
      }
    }
    Intercomm children = new Intercomm(core.spawn(programs, root));
    if (errcodes != null) {
      Arrays.fill(errcodes, MPI.SUCCESS);
    }
    return children;
  }

  private static void requireLength(String what, int length, String[] commands) {
    if (length != commands.length) {
      throw new MPIException(
          ErrorClass.ARG,
          ("spawn: " + commands.length + " commands but " + length + " " + what)
              + ": pass arrays of the same length");
    }
  }

  private static SpawnCommand spawned(
      String command, String @Nullable [] argv, int maxprocs, Info info) {
    Arguments.text("spawn", "command", command);
    if (maxprocs < 1) {
      throw new MPIException(
          ErrorClass.ARG, "spawn: maxprocs " + maxprocs + " is not positive: use 1 or more");
    }
    Info hints = Info.required("spawn", info);
    return new SpawnCommand(
        command,
        argv == null ? List.of() : List.of(Arguments.full("spawn", "arguments", argv)),
        maxprocs,
        hints.pairs());
  }

  /** A port that other groups can connect to. */
  public static String openPort() {
    return ports("openPort").open();
  }

  public static String openPort(Info info) {
    Info.required("openPort", info);
    return openPort();
  }

  public static void closePort(String name) {
    ports("closePort").close("closePort", Arguments.text("closePort", "port", name));
  }

  /** Waits for a group that connects to the port. Collective; the port matters at the root. */
  public final Intercomm accept(String port, int root) {
    return new Intercomm(core.meetAt("accept", port, root, true));
  }

  public final Intercomm accept(String port, Info info, int root) {
    Info.required("accept", info);
    return accept(port, root);
  }

  /** Waits until the group behind the port accepts. Collective; the port matters at the root. */
  public final Intercomm connect(String port, int root) {
    return new Intercomm(core.meetAt("connect", port, root, false));
  }

  public final Intercomm connect(String port, Info info, int root) {
    Info.required("connect", info);
    return connect(port, root);
  }

  /** Lets others find the port by a name. */
  public static void publishName(String service, String port) {
    String name = Arguments.text("publishName", "service", service);
    ports("publishName").publish("publishName", name, Arguments.text("publishName", "port", port));
  }

  public static void publishName(String service, Info info, String port) {
    Info.required("publishName", info);
    publishName(service, port);
  }

  public static void unpublishName(String service, String port) {
    String name = Arguments.text("unpublishName", "service", service);
    ports("unpublishName").unpublish("unpublishName", name);
  }

  public static void unpublishName(String service, Info info, String port) {
    Info.required("unpublishName", info);
    unpublishName(service, port);
  }

  public static String lookupName(String service) {
    String name = Arguments.text("lookupName", "service", service);
    return ports("lookupName").lookUp("lookupName", name);
  }

  public static String lookupName(String service, Info info) {
    Info.required("lookupName", info);
    return lookupName(service);
  }

  private static Ports ports(String operation) {
    return Caller.rank(operation).job().ports();
  }

  private Intracomm orNone(@Nullable Communicator made) {
    return new Intracomm(made == null ? core.none() : made);
  }

  private void requireMembers(String operation, RankGroup members) {
    if (members.intersection(core.group()).size() != members.size()) {
      throw new MPIException(
          ErrorClass.GROUP,
          (operation + ": the group has ranks that are not in " + core.name())
              + ": make it from the communicator's own Group()");
    }
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
    return wrap(created(group));
  }

  private @Nullable Communicator created(Group group) {
    core.check("Create");
    RankGroup members = Group.membersOf("Create", group);
    requireMembers("Create", members);
    int key = members.rankOf(core.rank().number());
    return core.split("Create", key < 0 ? -1 : 0, key, members);
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
    return made == null ? null : new CartComm(made, grid, new Attributes());
  }

  /** A graph of the first ranks; the others get {@code MPI.COMM_NULL}. Collective. */
  public @Nullable Graphcomm Create_graph(int[] index, int[] edges, boolean reorder) {
    core.check("Create_graph");
    Graph graph = Graphcomm.graph(index, edges);
    requireRanks("Create_graph", "graph", graph.nodes());
    int rank = core.member();
    Communicator made = core.split("Create_graph", rank < graph.nodes() ? 0 : -1, rank, graph);
    return made == null ? null : new GraphComm(made, graph, null, new Attributes());
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
            ? uneven(
                "Gatherv",
                recvbuf,
                recvoffset,
                new Cut(Cuts.longs(recvcount), Cuts.longs(displs)),
                recvtype)
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
            ? uneven(
                "Scatterv",
                sendbuf,
                sendoffset,
                new Cut(Cuts.longs(sendcount), Cuts.longs(displs)),
                sendtype)
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
        uneven(
            "Allgatherv",
            recvbuf,
            recvoffset,
            new Cut(Cuts.longs(recvcounts), Cuts.longs(displs)),
            recvtype);
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
    Blocks blocks =
        uneven(
            "Alltoallv",
            sendbuf,
            sendoffset,
            new Cut(Cuts.longs(sendcount), Cuts.longs(sdispls)),
            sendtype);
    Blocks target =
        uneven(
            "Alltoallv",
            recvbuf,
            recvoffset,
            new Cut(Cuts.longs(recvcount), Cuts.longs(rdispls)),
            recvtype);
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
            Op.predefinedOrNull(op, datatype))) {
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
    Segments segments = Segments.of("Reduce_scatter", core, Cuts.longs(recvcounts));
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
  private record Cut(long @Nullable [] counts, long @Nullable [] displacements) {}

  private Region region(
      String operation, @Nullable Object buffer, int offset, long count, Datatype type) {
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
