/** Programs as users write them, run by {@code HostedProgramTest} with a loader per rank. */
@NullMarked
package mpi.programs;

import org.jspecify.annotations.NullMarked;
