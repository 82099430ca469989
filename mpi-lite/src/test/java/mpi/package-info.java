/**
 * Tests of MPI as programs see it. Start at {@link mpi.Ranks}, which runs a piece of code on every
 * rank of a job; {@link mpi.HostedProgramTest} runs real programs with a class {@code MPI} per
 * rank.
 */
@NullMarked
package mpi;

import org.jspecify.annotations.NullMarked;
