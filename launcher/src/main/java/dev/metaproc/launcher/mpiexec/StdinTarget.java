package dev.metaproc.launcher.mpiexec;

/** Which ranks read the standard input of mpiexec. */
public sealed interface StdinTarget {
  /** One rank; the others see the end of file. */
  record OneRank(int rank) implements StdinTarget {}

  /** Every rank reads a copy. */
  record AllRanks() implements StdinTarget {}

  /** No rank. */
  record NoRank() implements StdinTarget {}
}
