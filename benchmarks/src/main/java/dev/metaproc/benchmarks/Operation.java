package dev.metaproc.benchmarks;

import mpi.MPIException;

/**
 * One operation to measure, carried out by all ranks together. {@link Batches} calls it on one
 * thread: {@code prepare}, some {@code run}s, {@code verify}, and so on. A result found wrong is
 * thrown as a {@link WrongResultException}.
 */
abstract class Operation {
  private final String name;
  private final int bytes;
  private final double divisor;

  /**
   * An operation as it is called in reports.
   *
   * @param divisor what one run counts as: 2 half round trips, as many hops as there are ranks
   */
  Operation(String name, int bytes, double divisor) {
    this.name = name;
    this.bytes = bytes;
    this.divisor = divisor;
  }

  String name() {
    return name;
  }

  int bytes() {
    return bytes;
  }

  double divisor() {
    return divisor;
  }

  /** Fills the buffers, untimed, before each batch. */
  void prepare(int batch) {}

  /** The timed part. */
  abstract void run() throws MPIException;

  /** Checks what arrived, untimed, after each batch. */
  void verify(int batch) throws MPIException {}

  final void check(boolean isRight, String what, long index) {
    if (!isRight) {
      throw new WrongResultException(
          name + ", " + bytes + " bytes: wrong " + what + " at " + index);
    }
  }
}
