package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** The computing collectives of one communicator, as one rank calls them. */
public final class Reductions {
  private final Communicator communicator;
  private final Maker maker;

  /** Makes the call for one kind of operation. */
  private interface Maker {
    Call make(Reduction reduction);
  }

  private final @Nullable PredefinedOp predefined;

  private Reductions(Communicator communicator, Maker maker, @Nullable PredefinedOp predefined) {
    this.communicator = communicator;
    this.maker = maker;
    this.predefined = predefined;
  }

  static Reductions with(Communicator communicator, PredefinedOp op) {
    return new Reductions(
        communicator,
        reduction -> {
          requireDefined(communicator, op, reduction);
          return new PredefinedReduction(reduction, op, communicator.member());
        },
        op);
  }

  static Reductions with(Communicator communicator, Combiner combiner) {
    Member me = new Member(communicator.rank(), communicator.member());
    return new Reductions(
        communicator,
        reduction -> {
          new RegionCheck(communicator.rank().faults(), reduction.operation())
              .requireArray(reduction.data());
          return new UserReduction(reduction, combiner, me);
        },
        null);
  }

  public void allreduce(Region data, Region target) {
    meet(new Reduction("Allreduce", Shape.ALL, Signature.NONE, data, target, 0));
  }

  /** {@code target} is null everywhere but at the root. */
  public void reduce(Region data, @Nullable Region target, int root) {
    meet(new Reduction("Reduce", Shape.ROOT, root, data, target, 0));
  }

  public void scan(Region data, Region target) {
    meet(new Reduction("Scan", Shape.PREFIX, Signature.NONE, data, target, 0));
  }

  /** {@code segmentStart}: how many items of {@code data} lie before this rank's segment. */
  public void reduceScatter(Region data, Region target, long segmentStart) {
    meet(
        new Reduction("Reduce_scatter", Shape.SEGMENT, Signature.NONE, data, target, segmentStart));
  }

  private void meet(Reduction reduction) {
    PredefinedOp op = predefined;
    boolean whole = reduction.shape() == Shape.ALL || reduction.shape() == Shape.ROOT;
    Region data = reduction.data();
    if (op != null && whole && SmallCollectives.fitsSlot(data.type(), data.elements())) {
      requireDefined(communicator, op, reduction);
      communicator.small().reduce(reduction, op);
    } else {
      communicator.meet(maker.make(reduction));
    }
  }

  private static void requireDefined(
      Communicator communicator, PredefinedOp op, Reduction reduction) {
    Layout layout = reduction.data().layout();
    if (!op.isDefinedFor(layout)) {
      throw communicator
          .rank()
          .faults()
          .of(
              ErrorClass.OP,
              (reduction.operation() + ": " + op.mpiName() + " is not defined for ")
                  + (layout.name() + ": " + op.cure()));
    }
  }
}
