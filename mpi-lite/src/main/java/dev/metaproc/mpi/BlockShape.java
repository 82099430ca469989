package dev.metaproc.mpi;

/** How many blocks, of which layout. */
public record BlockShape(Layout layout, int members) {}
