/**
 * The engine behind the {@code mpi} package: matching, transfers, collectives, datatype layouts and
 * jobs, for ranks that share one address space. It knows nothing of {@code mpi}; errors leave it
 * through {@link dev.metaproc.mpi.Faults}.
 *
 * <p>Start at {@link dev.metaproc.mpi.Communicator}, what a rank calls. A point-to-point message
 * goes from there to the receiver's {@link dev.metaproc.mpi.Endpoint}; a collective meets in a
 * {@link dev.metaproc.mpi.Gathering}; every wait ends up in {@link dev.metaproc.mpi.Waits}. There
 * is no static mutable state: a {@link dev.metaproc.mpi.Job} owns everything and can be collected.
 */
@NullMarked
package dev.metaproc.mpi;

import org.jspecify.annotations.NullMarked;
