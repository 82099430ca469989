/**
 * What Metaproc costs beside what it replaces. {@link dev.metaproc.benchmarks.P2pBenchmark} and
 * {@link dev.metaproc.benchmarks.CollectivesBenchmark} are MPI programs with a twin in {@code
 * benchmarks/c}; {@code compare.sh} runs both interleaved and prints the ratios. Start with {@code
 * benchmarks/README.md}, and with {@link dev.metaproc.benchmarks.Batches} for how the time is
 * taken. Classes in the {@code jmh} package are JMH benchmarks of single mechanisms.
 */
@NullMarked
package dev.metaproc.benchmarks;

import org.jspecify.annotations.NullMarked;
