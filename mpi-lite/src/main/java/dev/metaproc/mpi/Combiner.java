package dev.metaproc.mpi;

/** A program's own reduction: {@code inout = in op inout}, item by item. */
@FunctionalInterface
public interface Combiner {
  void combine(Region in, Region inout);
}
