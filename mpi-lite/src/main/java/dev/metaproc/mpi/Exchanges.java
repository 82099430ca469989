package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** The data-moving collectives of one communicator, as one rank calls them. */
public final class Exchanges {
  /** In place of a root. */
  public static final int EVERYWHERE = Route.ALL;

  private final Communicator communicator;

  Exchanges(Communicator communicator) {
    this.communicator = communicator;
  }

  /** Copies the root's data into everyone's. */
  public void broadcast(Region data, int root) {
    if (SmallCollectives.fitsSlot(data.type(), data.elements())) {
      communicator.small().broadcast(data, root);
      return;
    }
    if (!broadcast(data, root, data.elements())) {
      broadcastShort(data, root);
    }
  }

  /** When all know that the root sends less than others have room for. */
  void broadcastShort(Region data, int root) {
    broadcast(data, root, Signature.NONE);
  }

  private boolean broadcast(Region data, int root, long elements) {
    Signature signature = new Signature("Bcast", root, data.type(), elements, null);
    boolean isRoot = communicator.member() == root;
    Offer offer = isRoot ? Offer.toAll(data, null, codec("Bcast")) : null;
    return meet(signature, new Route(root, Route.ALL), offer, new OneBlock(data));
  }

  /**
   * Collects everyone's data at the root, or at every rank if {@code root} is {@link #EVERYWHERE}.
   */
  public void gather(String operation, Region data, @Nullable Blocks target, int root) {
    Signature signature = signature(operation, root, data);
    Object array = target == null ? null : target.array();
    Offer offer = Offer.toAll(data, array, codec(operation));
    meet(signature, new Route(Route.ALL, root), offer, target);
  }

  /** Deals the root's blocks out. */
  public void scatter(String operation, @Nullable Blocks blocks, Region target, int root) {
    Signature signature = signature(operation, root, target);
    int peers = communicator.size();
    Offer offer =
        blocks == null ? null : Offer.toEach(blocks, peers, target.array(), codec(operation));
    meet(signature, new Route(root, Route.ALL), offer, new OneBlock(target));
  }

  /** Gives every rank a block and gets one from every rank. */
  public void alltoall(String operation, Blocks blocks, Blocks target) {
    if (!operation.endsWith("v") && communicator.small().alltoall(blocks, target)) {
      return;
    }
    Signature signature = signature(operation, Signature.NONE, blocks.block(0));
    Offer offer = Offer.toEach(blocks, communicator.size(), target.array(), codec(operation));
    meet(signature, new Route(Route.ALL, Route.ALL), offer, target);
  }

  /** In the uneven collectives counts may differ between ranks. */
  private static Signature signature(String operation, int root, Region data) {
    long elements = operation.endsWith("v") ? Signature.NONE : data.elements();
    return new Signature(operation, root, data.type(), elements, null);
  }

  private boolean meet(
      Signature signature, Route route, @Nullable Offer offer, @Nullable Blocks target) {
    Member me = new Member(communicator.rank(), communicator.member());
    return communicator.meet(new ExchangeCall(signature, route, me, offer, target));
  }

  private ObjectCodec codec(String operation) {
    return new ObjectCodec(communicator.rank(), operation);
  }
}
