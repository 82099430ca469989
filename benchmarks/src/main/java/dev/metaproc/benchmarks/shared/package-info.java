/**
 * What statics per program cost on real code: {@code benchmarks/shared.sh} runs {@link
 * dev.metaproc.benchmarks.shared.SteadyState} as plain {@code java} and in shared mode.
 */
@NullMarked
package dev.metaproc.benchmarks.shared;

import org.jspecify.annotations.NullMarked;
