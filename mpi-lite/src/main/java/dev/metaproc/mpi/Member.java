package dev.metaproc.mpi;

/** A rank, and its number in one communicator. */
record Member(MpiRank rank, int number) {}
