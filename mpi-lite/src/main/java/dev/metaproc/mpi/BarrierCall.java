package dev.metaproc.mpi;

/** Nothing but the meeting itself. */
final class BarrierCall extends Call {
  BarrierCall() {
    super(Signature.of("Barrier"));
  }

  @Override
  Object settle(Call[] calls) {
    return true;
  }
}
