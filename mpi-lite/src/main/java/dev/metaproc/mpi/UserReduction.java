package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * Reduces with an operation of the program. Every rank that gets a result computes it with its own
 * operation, on its own thread, from private copies of the others' data, in rank order: from the
 * last rank to the first, since the operation puts its first argument on the left.
 */
final class UserReduction extends Call {
  private final Reduction reduction;
  private final Combiner combiner;
  private final Member me;
  private final @Nullable Parcel objects;
  private @Nullable Region result;

  UserReduction(Reduction reduction, Combiner combiner, Member me) {
    super(reduction.signature("a user Op"));
    this.reduction = reduction;
    this.combiner = combiner;
    this.me = me;
    this.objects =
        reduction.data().type() == ElementType.OBJECT ? codec().write(reduction.data()) : null;
  }

  @Override
  void work(Call[] calls) {
    if (reduction.target() != null) {
      int last = reduction.shape() == Shape.PREFIX ? me.number() : calls.length - 1;
      Region total = operand(calls[last]);
      for (int rank = last - 1; rank >= 0 && total.count() > 0; rank--) {
        combiner.combine(operand(calls[rank]), total);
      }
      result = total;
    }
  }

  /** The result may only be written now: peers may have been reading the same buffer. */
  @Override
  void leave() {
    if (result != null && reduction.target() != null) {
      result.copyTo(reduction.target());
    }
  }

  private Region operand(Call call) {
    UserReduction peer = (UserReduction) call;
    Region data = peer.reduction.data();
    if (peer.objects == null) {
      return reduction.part(data).duplicate();
    }
    Region read = data.emptyDuplicate(reduction.data());
    codec().read(peer.objects, (int) data.elements(), read);
    return reduction.part(read);
  }

  private ObjectCodec codec() {
    return new ObjectCodec(me.rank(), reduction.operation());
  }
}
