package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * Reduces with one of MPI's own operations. Each rank reduces a slice of everyone's data and writes
 * it to everyone's result, always in rank order, so the result does not depend on who was faster
 * and is the same on every rank, to the last bit. Small data are reduced by the last rank to
 * arrive.
 */
final class PredefinedReduction extends Call {
  /** Fits the first-level cache together with a few inputs. */
  private static final int BLOCK = 1024;

  /** What a core works on at a time: long enough runs for the memory, enough of them for all. */
  private static final int CHUNK = 16384;

  private static final int SETTLED_ELEMENTS = 8192;

  private final Reduction reduction;
  private final PredefinedOp op;
  private final int member;
  private final Region data;
  private final @Nullable Region result;

  /** Those of the first member are claimed by all. */
  private final Chunks chunks;

  PredefinedReduction(Reduction reduction, PredefinedOp op, int member) {
    super(reduction.signature(op.mpiName()));
    this.reduction = reduction;
    this.op = op;
    this.member = member;
    this.data = input(reduction);
    this.result = output(reduction.target());
    this.chunks = new Chunks(data.elements(), CHUNK);
  }

  /**
   * Without gaps, and apart from the result unless the two coincide, which the slices allow for.
   */
  private static Region input(Reduction reduction) {
    Region data = reduction.data();
    Region target = reduction.target();
    boolean shared = target != null && ElementType.isSameArray(data.array(), target.array());
    boolean coincide =
        target != null
            && target.offset() == data.offset()
            && target.array().equals(data.array()) // two views of a memory may be shifted
            && reduction.shape() != Shape.SEGMENT;
    return !data.isGapless() || (shared && !coincide) ? data.packed() : data;
  }

  private static @Nullable Region output(@Nullable Region target) {
    if (target == null || target.isGapless()) {
      return target;
    }
    long elements = target.elements();
    return Region.contiguous(target.type(), target.type().newStorage(elements), 0, elements);
  }

  @Override
  @Nullable Object settle(Call[] calls) {
    boolean whole = reduction.shape() == Shape.ALL || reduction.shape() == Shape.ROOT;
    if (!whole || data.elements() * calls.length > SETTLED_ELEMENTS) {
      return null;
    }
    int elements = (int) data.elements();
    Object settled = data.type().newArray(elements);
    fold(calls, 0, elements, settled);
    return settled;
  }

  @Override
  void take(Object settled) {
    if (reduction.target() != null) {
      Region.contiguous(data.type(), settled, 0, data.elements()).copyTo(reduction.target());
    }
  }

  @Override
  void work(Call[] calls) {
    if (reduction.shape() == Shape.SEGMENT) {
      Region part = reduction.part(data);
      each(calls, new Slice(part.offset() - data.offset(), part.elements()));
    } else if (calls.length <= FlatBarrier.MAX_MEMBERS) {
      each(calls, Slice.of(data.elements(), calls.length, member)); // stays in its core's cache
    } else {
      Chunks chunks = of(calls[0]).chunks;
      for (long start = chunks.claim(); start != Chunks.NONE; start = chunks.claim()) {
        each(calls, new Slice(start, chunks.length(start)));
      }
    }
  }

  @Override
  void leave() {
    Region target = reduction.target();
    if (result != null && target != null && !target.isGapless()) {
      result.copyTo(target);
    }
  }

  private void each(Call[] calls, Slice slice) {
    Object block = data.type().newArray((int) Math.min(BLOCK, slice.length()));
    long end = slice.start() + slice.length();
    for (long start = slice.start(); start < end; start += BLOCK) {
      int length = (int) Math.min(BLOCK, end - start);
      switch (reduction.shape()) {
        case ALL, ROOT -> {
          fold(calls, start, length, block);
          for (Call call : calls) {
            of(call).store(block, start, length);
          }
        }
        case PREFIX -> prefix(calls, start, length, block);
        case SEGMENT -> {
          fold(calls, start, length, block);
          store(block, start - slice.start(), length);
        }
      }
    }
  }

  private void fold(Call[] calls, long start, int length, Object into) {
    of(calls[0]).load(into, start, length);
    int rank = 1;
    if (op == PredefinedOp.SUM && Sums.areDefinedFor(data.type()) && areArrays(calls)) {
      for (; rank + Sums.OPERANDS <= calls.length; rank += Sums.OPERANDS) {
        add(calls, rank, start, length, into);
      }
    }
    for (; rank < calls.length; rank++) {
      combine(of(calls[rank]), start, length, into);
    }
  }

  private static boolean areArrays(Call[] calls) {
    for (Call call : calls) {
      if (!of(call).data.isContiguous()) {
        return false;
      }
    }
    return true;
  }

  /** Several at a time: the memory delivers more when asked for more. */
  private void add(Call[] calls, int rank, long start, int length, Object into) {
    Region a = of(calls[rank]).data;
    Region b = of(calls[rank + 1]).data;
    Region c = of(calls[rank + 2]).data;
    Region d = of(calls[rank + 3]).data;
    Sums.add(
        data.type(),
        into,
        length,
        a.part(start, length),
        b.part(start, length),
        c.part(start, length),
        d.part(start, length));
  }

  private void prefix(Call[] calls, long start, int length, Object block) {
    of(calls[0]).load(block, start, length);
    of(calls[0]).store(block, start, length);
    for (int rank = 1; rank < calls.length; rank++) {
      combine(of(calls[rank]), start, length, block);
      of(calls[rank]).store(block, start, length);
    }
  }

  private void combine(PredefinedReduction peer, long start, int length, Object into) {
    Region from = peer.data;
    Kernel kernel = Kernel.of(data.type());
    if (from.isContiguous()) {
      kernel.apply(op, into, 0, from.array(), (int) (from.offset() + start), length);
    } else {
      kernel.apply(op, into, 0, from.part(start, length).packedArray(), 0, length);
    }
  }

  private void load(Object into, long start, int length) {
    if (data.isContiguous()) {
      System.arraycopy(data.array(), (int) (data.offset() + start), into, 0, length);
    } else {
      data.part(start, length).copyTo(Region.contiguous(data.type(), into, 0, length));
    }
  }

  private void store(Object block, long start, int length) {
    Region into = result;
    if (into == null) {
      return;
    }
    if (into.isContiguous()) {
      System.arraycopy(block, 0, into.array(), (int) (into.offset() + start), length);
    } else {
      Region.contiguous(into.type(), block, 0, length).copyTo(into.part(start, length));
    }
  }

  private static PredefinedReduction of(Call call) {
    return (PredefinedReduction) call;
  }
}
