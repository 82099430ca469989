package mpi;

import dev.metaproc.mpi.BlockShape;
import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.EvenBlocks;
import dev.metaproc.mpi.Fold;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Moves;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.UnevenBlocks;
import dev.metaproc.mpi.Wildcards;
import org.jspecify.annotations.Nullable;

/**
 * The collectives that do not make a rank wait, on communicators of one group or of two. A null
 * send buffer means that the rank's data are in the receive buffer already ({@code MPI_IN_PLACE}).
 */
final class Collectives {
  /** In place of a root, where there is none. */
  static final int NO_ROOT = -1;

  private final Communicator core;
  private final String name;

  Collectives(Communicator core, String name) {
    this.core = core;
    this.name = name;
  }

  Operation barrier() {
    return core.moves(name, NO_ROOT).start();
  }

  Operation bcast(Buf buf, int root) {
    Moves moves = rooted(root);
    if (isRoot(root)) {
      Region data = region(buf);
      toAllOthers(moves, peer -> data);
    } else if (takesPart(root)) {
      moves.gets(root, region(buf));
    }
    return moves.start();
  }

  Operation gather(@Nullable Region send, @Nullable Pieces receive, int root) {
    Moves moves = rooted(root);
    if (isRoot(root)) {
      gatherAt(moves, send, present(receive));
    } else if (takesPart(root)) {
      moves.gives(root, required(send));
    }
    return moves.start();
  }

  private void gatherAt(Moves moves, @Nullable Region send, Pieces receive) {
    int me = core.isInter() ? Wildcards.PROC_NULL : core.member();
    if (me >= 0 && send != null) {
      moves.gives(me, send);
    }
    for (int peer = 0; peer < core.peerSize(); peer++) {
      if (peer != me || send != null) {
        moves.gets(peer, receive.of(peer));
      }
    }
  }

  Operation scatter(@Nullable Pieces send, @Nullable Region receive, int root) {
    Moves moves = rooted(root);
    if (isRoot(root)) {
      Pieces pieces = present(send);
      toAllOthers(moves, pieces);
      if (!core.isInter() && receive != null) {
        moves.gives(core.member(), pieces.of(core.member())).gets(core.member(), receive);
      }
    } else if (takesPart(root)) {
      moves.gets(root, required(receive));
    }
    return moves.start();
  }

  Operation allGather(@Nullable Region send, Pieces receive) {
    Moves moves = core.moves(name, NO_ROOT);
    int me = core.isInter() ? Wildcards.PROC_NULL : core.member();
    Region data = send != null ? send : receive.of(core.member());
    for (int peer = 0; peer < core.peerSize(); peer++) {
      if (peer != me || send != null) {
        moves.gives(peer, data).gets(peer, receive.of(peer));
      }
    }
    return moves.start();
  }

  /** Also the neighbourhood's, if the peers are its neighbours. */
  Operation allToAll(Pieces send, Pieces receive) {
    Moves moves = core.moves(name, NO_ROOT);
    for (int peer = 0; peer < core.peerSize(); peer++) {
      moves.gives(peer, send.of(peer)).gets(peer, receive.of(peer));
    }
    return moves.start();
  }

  /** Block {@code i} of each buffer is exchanged with the neighbour at {@code i}. */
  Operation neighbours(Neighbourhood around, Pieces send, Pieces receive) {
    Moves moves = core.moves(name, NO_ROOT);
    for (int i = 0; i < around.destinations().length; i++) {
      if (around.destinations()[i] != Wildcards.PROC_NULL) {
        moves.gives(around.destinations()[i], around.outKey(i), send.of(i));
      }
    }
    for (int i = 0; i < around.sources().length; i++) {
      if (around.sources()[i] != Wildcards.PROC_NULL) {
        moves.gets(around.sources()[i], around.inKey(i), receive.of(i));
      }
    }
    return moves.start();
  }

  Operation reduce(Region data, @Nullable Region target, Datatype type, Op op, int root) {
    requireRoot(root);
    boolean wants = isRoot(root);
    Fold.Who who = core.isInter() ? Fold.Who.REMOTE : Fold.Who.ALL;
    return op(op, type, new Fold(name, root, who, 0, data, wants ? target : null));
  }

  Operation allReduce(Region data, Region target, Datatype type, Op op) {
    return op(op, type, new Fold(name, NO_ROOT, everyone(), 0, data, target));
  }

  /** {@code skip}: items of the result before this rank's. */
  Operation reduceScatter(Region data, Region target, long skip, Datatype type, Op op) {
    long elements = skip * Datatype.layoutOf(name, type).size();
    return op(op, type, new Fold(name, NO_ROOT, everyone(), elements, data, target));
  }

  Operation scan(Region data, Region target, Datatype type, Op op) {
    return op(op, type, new Fold(name, NO_ROOT, Fold.Who.UP_TO_ME, 0, data, target));
  }

  Operation exScan(Region data, Region target, Datatype type, Op op) {
    return op(op, type, new Fold(name, NO_ROOT, Fold.Who.BEFORE_ME, 0, data, target));
  }

  Region region(Buf buf) {
    return core.check(name)
        .region(buf.array(), buf.offset(), buf.count(), Datatype.layoutOf(name, buf.type()));
  }

  /** One block of {@code buf.count()} items for each of {@code peers}. */
  Pieces even(Buf buf, int peers) {
    BlockShape shape = new BlockShape(Datatype.layoutOf(name, buf.type()), peers);
    return EvenBlocks.check(core.check(name), buf.array(), buf.offset(), buf.count(), shape)::block;
  }

  Pieces uneven(Cuts cuts, int peers) {
    BlockShape shape = new BlockShape(Datatype.layoutOf(name, cuts.type()), peers);
    return UnevenBlocks.check(
            core.check(name),
            cuts.array(),
            cuts.offset(),
            cuts.counts(),
            cuts.displacements(),
            shape)
        ::block;
  }

  Pieces wide(Wide wide, int peers) {
    long[] counts = perPeer("counts", wide.counts(), peers);
    long[] displacements = perPeer("displacements", wide.displacements(), peers);
    Datatype[] types = wide.types();
    if (types == null || types.length < peers) {
      throw perPeer("datatypes", types == null ? -1 : types.length, peers);
    }
    Region[] regions = new Region[peers];
    for (int peer = 0; peer < peers; peer++) {
      Layout layout = Datatype.layoutOf(name, types[peer]);
      long offset = elements(displacements[peer], layout);
      regions[peer] = core.check(name).region(wide.array(), offset, counts[peer], layout);
    }
    return peer -> regions[peer];
  }

  private long elements(long bytes, Layout layout) {
    int size = Math.max(1, layout.type().bytes());
    if (bytes % size != 0) {
      throw new MPIException(
          ErrorClass.ARG,
          (name + ": displacement " + bytes + " is not a multiple of the " + size)
              + (" bytes of a " + layout.type().mpiName() + ": count displacements in bytes"));
    }
    return bytes / size;
  }

  private long[] perPeer(String what, long @Nullable [] values, int peers) {
    if (values == null || values.length < peers) {
      throw perPeer(what, values == null ? -1 : values.length, peers);
    }
    return values;
  }

  private MPIException perPeer(String what, int length, int peers) {
    return new MPIException(
        ErrorClass.ARG,
        (name + ": the array of " + what + (length < 0 ? " is null" : " has length " + length))
            + (": pass one entry for each of the " + peers + " ranks"));
  }

  private Pieces present(@Nullable Pieces pieces) {
    if (pieces == null) {
      throw new MPIException(
          ErrorClass.BUFFER,
          name + ": the root has no buffer for all ranks: call the form that has counts there");
    }
    return pieces;
  }

  private Region required(@Nullable Region region) {
    if (region == null) {
      throw new MPIException(
          ErrorClass.BUFFER,
          name + ": this rank's buffer is missing: only the root may leave its own out");
    }
    return region;
  }

  /** The forms that work in place make no sense between two groups (MPI-4.1 section 6.2.3). */
  static void requireOneGroup(String operation, Communicator core) {
    core.check(operation);
    if (core.isInter()) {
      throw new MPIException(
          ErrorClass.COMM,
          (operation + ": " + core.name() + " joins two groups, where nothing can be done in place")
              + ": pass a send and a receive buffer");
    }
  }

  private Moves rooted(int root) {
    requireRoot(root);
    return core.moves(name, root);
  }

  private void requireRoot(int root) {
    core.check(name);
    if (!core.isInter()) {
      core.requireRoot(name, root);
    } else if (root != Wildcards.ROOT
        && root != Wildcards.PROC_NULL
        && (root < 0 || root >= core.peerSize())) {
      throw new MPIException(
          ErrorClass.ROOT,
          (name + ": root " + root + " is not a rank of the remote group (size " + core.peerSize())
              + "): use MPI.ROOT at the root, MPI.PROC_NULL beside it, its rank in the other"
              + " group");
    }
  }

  boolean isRoot(int root) {
    return core.isInter() ? root == Wildcards.ROOT : root == core.member();
  }

  private static boolean takesPart(int root) {
    return root != Wildcards.PROC_NULL;
  }

  private Fold.Who everyone() {
    return core.isInter() ? Fold.Who.REMOTE : Fold.Who.ALL;
  }

  private void toAllOthers(Moves moves, Pieces pieces) {
    for (int peer = 0; peer < core.peerSize(); peer++) {
      if (core.isInter() || peer != core.member()) {
        moves.gives(peer, pieces.of(peer));
      }
    }
  }

  private Operation op(Op op, Datatype type, Fold fold) {
    return Op.fold(name, core, type, op, fold);
  }
}
