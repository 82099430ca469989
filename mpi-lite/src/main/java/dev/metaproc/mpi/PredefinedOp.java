package dev.metaproc.mpi;

import java.util.EnumSet;
import java.util.Set;

/**
 * The reductions MPI defines, and the element types each is defined for (MPI-4.1 section 6.9.2).
 */
public enum PredefinedOp {
  MAX(Domain.NUMBERS),
  MIN(Domain.NUMBERS),
  SUM(Domain.NUMBERS),
  PROD(Domain.NUMBERS),
  LAND(Domain.TRUTH),
  BAND(Domain.BITS),
  LOR(Domain.TRUTH),
  BOR(Domain.BITS),
  LXOR(Domain.TRUTH),
  BXOR(Domain.BITS),
  /** On pairs (value, index): the greatest value, and the lowest index that has it. */
  MAXLOC(Domain.PAIRS),
  MINLOC(Domain.PAIRS);

  private enum Domain {
    NUMBERS,
    TRUTH,
    BITS,
    PAIRS
  }

  private static final Set<ElementType> INTEGERS =
      EnumSet.of(
          ElementType.BYTE, ElementType.CHAR, ElementType.SHORT, ElementType.INT, ElementType.LONG);

  /** Even, so that pairs stay together. */
  private static final int BLOCK = 4096;

  private final Domain domain;

  PredefinedOp(Domain domain) {
    this.domain = domain;
  }

  /** Elements that are reduced together. */
  int granule() {
    return domain == Domain.PAIRS ? 2 : 1;
  }

  String mpiName() {
    return "MPI." + name();
  }

  public boolean isDefinedFor(Layout layout) {
    ElementType type = layout.type();
    boolean floating = type == ElementType.FLOAT || type == ElementType.DOUBLE;
    return switch (domain) {
      case NUMBERS -> INTEGERS.contains(type) || floating;
      case BITS -> INTEGERS.contains(type);
      case TRUTH -> INTEGERS.contains(type) || type == ElementType.BOOLEAN;
      case PAIRS -> (INTEGERS.contains(type) || floating) && layout.size() % 2 == 0;
    };
  }

  /** {@code inOut = in op inOut}, for data it is defined for. */
  public void combine(Region in, Region inOut) {
    Region packed = inOut.packed();
    fold(packed, in.packed());
    packed.copyTo(inOut);
  }

  /** {@code into = into op from}, both without gaps; block by block where one is no array. */
  void fold(Region into, Region from) {
    Kernel kernel = Kernel.of(into.type());
    if (into.isContiguous() && from.isContiguous()) {
      kernel.apply(
          this,
          into.array(),
          (int) into.offset(),
          from.array(),
          (int) from.offset(),
          (int) into.elements());
      return;
    }
    for (long start = 0; start < into.elements(); start += BLOCK) {
      int length = (int) Math.min(BLOCK, into.elements() - start);
      Region result = into.part(start, length);
      Region block = result.packed();
      kernel.apply(this, block.array(), 0, from.part(start, length).packedArray(), 0, length);
      block.copyTo(result);
    }
  }

  public String cure() {
    return switch (domain) {
      case NUMBERS -> "use a number type or an Op of your own";
      case BITS -> "use an integer type, or MPI.LAND, MPI.LOR, MPI.LXOR for booleans";
      case TRUTH -> "use MPI.BOOLEAN or an integer type";
      case PAIRS -> "use a pair type such as MPI.INT2";
    };
  }
}
