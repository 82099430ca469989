package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * Every collective that moves data without computing: Bcast, Gather, Scatter, Allgather and
 * Alltoall with their uneven forms differ only in who gives, who gets, and how the buffers are cut.
 *
 * <p>Getters pull from the givers' buffers. In a gather of primitives the givers push instead, so
 * that the root is not alone with the work.
 */
final class ExchangeCall extends Call {
  private static final int SETTLED_BYTES = 4096;

  /** Stays in a core's cache while it is copied to all. */
  private static final int CHUNK_BYTES = 64 * 1024;

  private final MpiRank rank;
  private final int member;
  private final Route route;
  private final @Nullable Offer offer;
  private final @Nullable Blocks target;
  private final @Nullable Chunks chunks;

  ExchangeCall(
      Signature signature, Route route, Member me, @Nullable Offer offer, @Nullable Blocks target) {
    super(signature);
    this.rank = me.rank();
    this.member = me.number();
    this.route = route;
    this.offer = offer;
    this.target = target;
    this.chunks = chunks();
  }

  /** A small broadcast: the last rank to arrive copies the root's data once for all. */
  @Override
  @Nullable Object settle(Call[] calls) {
    boolean broadcast = signature().operation().equals("Bcast");
    if (!broadcast || signature().type() == ElementType.OBJECT) {
      return null;
    }
    Region data = of(calls, route.from()).offered().region(route.from());
    return data.bytes() > SETTLED_BYTES ? null : data.packed();
  }

  @Override
  void take(Object settled) {
    if (member != route.from()) {
      copy((Region) settled, targets().block(route.from()), route.from(), member);
    }
  }

  @Override
  void work(Call[] calls) {
    if (isLargeBroadcast(calls)) {
      share(calls);
    } else if (pushes()) {
      push(of(calls, route.to()).targets());
    } else if (route.gets(member)) {
      pull(calls);
    }
  }

  private boolean isLargeBroadcast(Call[] calls) {
    return isBroadcast() && of(calls, route.from()).chunks != null;
  }

  /** Whoever has a core copies a piece of the root's data, still in its cache, to all. */
  private void share(Call[] calls) {
    ExchangeCall root = of(calls, route.from());
    Chunks chunks = present(root.chunks);
    Region data = root.offered().region(member);
    for (long start = chunks.claim(); start != Chunks.NONE; start = chunks.claim()) {
      Region piece = data.part(start, chunks.length(start));
      for (int i = 0; i < calls.length; i++) {
        Region into = of(calls, i).targets().block(route.from());
        if (i != route.from() && into.isGapless()) {
          piece.copyTo(into.part(start, piece.elements()));
        }
      }
    }
    if (member != route.from() && !targets().block(route.from()).isGapless()) {
      pull(calls);
    }
  }

  /** The pieces of a root's data that are large and without gaps. */
  private @Nullable Chunks chunks() {
    if (offer == null || !isBroadcast()) {
      return null;
    }
    Region data = offer.region(member);
    boolean isLarge = data.isGapless() && data.bytes() >= 2 * CHUNK_BYTES;
    return isLarge ? new Chunks(data.elements(), CHUNK_BYTES / data.type().bytes()) : null;
  }

  private boolean pushes() {
    return route.to() != Route.ALL
        && route.from() == Route.ALL
        && offered().region(route.to()).type() != ElementType.OBJECT;
  }

  private void push(Blocks targets) {
    copy(offered().region(route.to()), targets.block(member), member, route.to());
  }

  private void pull(Call[] calls) {
    for (int i = 0; i < calls.length; i++) {
      // Starting with oneself keeps the ranks from all reading the same buffer at the same time.
      int giver = (member + i) % calls.length;
      if (route.gives(giver) && !(isBroadcast() && giver == member)) {
        receive(of(calls, giver).offered(), giver);
      }
    }
  }

  private boolean isBroadcast() {
    return signature().operation().equals("Bcast");
  }

  private void receive(Offer from, int giver) {
    Region data = from.region(member);
    Region into = targets().block(giver);
    Parcel objects = from.objects(member);
    if (objects == null) {
      copy(data, into, giver, member);
    } else {
      requireFit(data, into, giver, member);
      new ObjectCodec(rank, signature().operation()).read(objects, (int) data.elements(), into);
    }
  }

  private void copy(Region data, Region into, int giver, int getter) {
    requireFit(data, into, giver, getter);
    data.copyTo(into);
  }

  private void requireFit(Region data, Region into, int giver, int getter) {
    if (isBroadcast() && data.type().matches(into.type()) && data.elements() < into.elements()) {
      return; // the rest of the buffer stays as it is
    }
    String misfit = misfit(data, into, giver, getter);
    if (misfit != null) {
      throw new CollectiveFault(misfit);
    }
  }

  private static @Nullable String misfit(Region data, Region into, int giver, int getter) {
    if (data.type().matches(into.type()) && data.elements() == into.elements()) {
      return null;
    }
    return ("rank " + giver + " sends " + data + " where rank " + getter + " receives " + into)
        + ": use the same type and count on both sides";
  }

  /** Other ranks, whose two sides fit, may have taken the short way. */
  @Override
  @Nullable String oddity() {
    return offer == null || target == null
        ? null
        : misfit(offer.region(member), target.block(member), member, member);
  }

  private Offer offered() {
    return present(offer);
  }

  private Blocks targets() {
    return present(target);
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("this rank has no such part in the collective");
    }
    return part;
  }

  private static ExchangeCall of(Call[] calls, int member) {
    return (ExchangeCall) calls[member];
  }
}
