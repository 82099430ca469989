package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reduction: what this rank contributes, whose contributions make up its result, and where that
 * goes. Always folded in rank order.
 */
final class FoldPart extends Part {
  /**
   * The seats whose data are folded, and which part of the fold is wanted.
   *
   * @param first the first seat
   * @param end one past the last seat; equal to {@code first} for no result
   * @param skip elements before the wanted ones
   */
  record Scope(int first, int end, long skip) {}

  private final Region data;
  private final @Nullable Region target;
  private final Scope scope;
  private final @Nullable PredefinedOp op;
  private final @Nullable Combiner combiner;
  private final @Nullable Parcel objects;
  private List<Operand> operands = List.of();

  /** A contribution as it was when all had arrived. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Operand(Region data, @Nullable Parcel objects) {}

  FoldPart(
      String call,
      Region data,
      @Nullable Region target,
      Scope scope,
      @Nullable PredefinedOp op,
      @Nullable Combiner combiner,
      @Nullable Parcel objects) {
    super(call);
    this.data = data;
    this.target = target;
    this.scope = scope;
    this.op = op;
    this.combiner = combiner;
    this.objects = objects;
  }

  @Override
  void combine(Part[] parts) {
    requireSameData(parts);
    if (op != null) {
      foldAll(parts, op);
      return;
    }
    List<Operand> all = new ArrayList<>(parts.length);
    for (Part part : parts) {
      FoldPart each = of(part);
      all.add(new Operand(each.objects == null ? each.data.duplicate() : each.data, each.objects));
    }
    for (Part part : parts) {
      of(part).operands = all.subList(of(part).scope.first, of(part).scope.end);
    }
  }

  /** Contributions to one result must be alike. */
  private static void requireSameData(Part[] parts) {
    for (Part part : parts) {
      FoldPart wanting = of(part);
      for (int seat = wanting.scope.first; seat < wanting.scope.end; seat++) {
        Region one = of(parts[wanting.scope.first]).data;
        Region other = of(parts[seat]).data;
        if (one.type() != other.type() || one.elements() != other.elements()) {
          throw new CollectiveFault(
              "rank "
                  + wanting.scope.first
                  + " contributes "
                  + one
                  + " and rank "
                  + seat
                  + " "
                  + other
                  + ": use the same type and count on every rank");
        }
      }
      if (wanting.scope.first == 0 && wanting.scope.end == parts.length) {
        return; // every later part could only repeat it
      }
    }
  }

  /** All results first: some may be written over contributions. */
  private static void foldAll(Part[] parts, PredefinedOp op) {
    @Nullable Region[] results = new Region[parts.length];
    Region running = null;
    int first = 0;
    int end = 0;
    for (int seat = 0; seat < parts.length; seat++) {
      FoldPart part = of(parts[seat]);
      if (part.target == null || part.scope.end == part.scope.first) {
        continue;
      }
      if (running == null || part.scope.first != first || part.scope.end < end) {
        first = part.scope.first;
        running = of(parts[first]).data.packed();
        end = first + 1;
      } else if (part.scope.end > end) {
        running = running.packed();
      }
      while (end < part.scope.end) {
        Region next = of(parts[end++]).data;
        op.fold(running, next.isGapless() ? next : next.packed());
      }
      results[seat] = running;
    }
    for (int seat = 0; seat < parts.length; seat++) {
      Region result = results[seat];
      if (result != null) {
        of(parts[seat]).store(result);
      }
    }
  }

  private void store(Region result) {
    Region into = target;
    if (into != null) {
      result.part(scope.skip, into.elements()).copyTo(into);
    }
  }

  @Override
  void take(MpiRank rank) {
    Region into = target;
    Combiner own = combiner;
    if (into == null || own == null || operands.isEmpty()) {
      return;
    }
    Region total = operand(operands.getLast(), rank);
    for (int i = operands.size() - 2; i >= 0 && total.count() > 0; i--) {
      own.combine(operand(operands.get(i), rank), total);
    }
    total.packed().part(scope.skip, into.elements()).copyTo(into);
  }

  /** A private copy, since the operation may change what it is given. */
  private Region operand(Operand operand, MpiRank rank) {
    Parcel bytes = operand.objects;
    if (bytes == null) {
      return operand.data.duplicate();
    }
    Region read = operand.data.emptyDuplicate(data);
    new ObjectCodec(rank, call()).read(bytes, (int) data.elements(), read);
    return read;
  }

  private static FoldPart of(Part part) {
    return (FoldPart) part;
  }
}
