/**
 * JMH benchmarks of single mechanisms. {@link dev.metaproc.benchmarks.jmh.JdkCallBenchmark} is also
 * run as a hosted program, which is how the price of redirected calls is taken.
 */
@NullMarked
package dev.metaproc.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
