package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/** What one rank gives the others in a collective; objects are serialised before it arrives. */
final class Offer {
  private final Blocks blocks;
  private final @Nullable Parcel @Nullable [] objects;

  private Offer(Blocks blocks, @Nullable Parcel @Nullable [] objects) {
    this.blocks = blocks;
    this.objects = objects;
  }

  /** The same data for every peer. {@code target} is the rank's own receive buffer, if any. */
  static Offer toAll(Region data, @Nullable Object target, ObjectCodec codec) {
    Region own = ElementType.isSameArray(data.array(), target) ? data.packed() : data;
    return new Offer(
        new OneBlock(own),
        data.type() == ElementType.OBJECT ? new Parcel[] {codec.write(data)} : null);
  }

  /** A block for each of {@code peers}. */
  static Offer toEach(Blocks blocks, int peers, @Nullable Object target, ObjectCodec codec) {
    if (blocks.layout().type() != ElementType.OBJECT) {
      return new Offer(
          ElementType.isSameArray(blocks.array(), target) ? apart(blocks) : blocks, null);
    }
    Parcel[] objects = new Parcel[peers];
    for (int peer = 0; peer < peers; peer++) {
      objects[peer] = codec.write(blocks.block(peer));
    }
    return new Offer(blocks, objects);
  }

  Region region(int peer) {
    return blocks.block(peer);
  }

  @Nullable Parcel objects(int peer) {
    if (objects == null) {
      return null;
    }
    return objects[objects.length == 1 ? 0 : peer];
  }

  /** The same blocks in a private array: peers still read while the rank receives into its own. */
  private static Blocks apart(Blocks blocks) {
    ElementType type = blocks.layout().type();
    Object copy =
        Region.contiguous(type, blocks.array(), 0, type.length(blocks.array())).packed().array();
    return blocks.of(copy);
  }
}
