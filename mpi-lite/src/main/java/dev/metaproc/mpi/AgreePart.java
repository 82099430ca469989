package dev.metaproc.mpi;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tells every rank what all of them brought, or what one rank made of that for all. */
final class AgreePart extends Part {
  private final Object own;
  private final UnaryOperator<List<Object>> maker;
  private List<Object> all = List.of();

  /**
   * A value for the others.
   *
   * @param maker run once, by the last rank to arrive, on the values of all; its result, in a list
   *     of any length, is what everybody gets
   */
  AgreePart(String call, Object own, UnaryOperator<List<Object>> maker) {
    super(call);
    this.own = own;
    this.maker = maker;
  }

  List<Object> all() {
    return all;
  }

  @Override
  void combine(Part[] parts) {
    List<Object> brought = Stream.of(parts).map(part -> ((AgreePart) part).own).toList();
    List<Object> made = maker.apply(brought);
    for (Part part : parts) {
      ((AgreePart) part).all = made;
    }
  }
}
