/** Placeholder until the mpi branch is merged. */
@NullMarked
package dev.metaproc.benchmarks;

import org.jspecify.annotations.NullMarked;
