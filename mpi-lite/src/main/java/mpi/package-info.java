/**
 * Message passing for Java as mpiJava and MPJ Express spell it: what programs compile against.
 * Start at {@link mpi.MPI}; its {@code COMM_WORLD} is an {@link mpi.Intracomm}, whose superclass
 * {@link mpi.Comm} sends and receives. The work is done in {@code dev.metaproc.mpi}.
 *
 * <p>Every class here but {@link mpi.MPI} is loaded once for all ranks. {@code mpi.MPI} is defined
 * again for each rank, so that its statics are the rank's own; it must stay a single class file
 * that uses only public members of the others. {@link mpi.MpiJob} and {@link mpi.MpiProcess} are
 * for the host.
 *
 * <p>Errors are {@link mpi.MPIException}s, unchecked: value, rule and cure.
 */
@NullMarked
package mpi;

import org.jspecify.annotations.NullMarked;
