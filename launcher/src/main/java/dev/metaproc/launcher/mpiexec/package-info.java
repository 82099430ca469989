/**
 * The command line of {@code mpiexec}, from words to records. Nothing here runs anything. Start at
 * {@link dev.metaproc.launcher.mpiexec.MpiexecParser}.
 */
@NullMarked
package dev.metaproc.launcher.mpiexec;

import org.jspecify.annotations.NullMarked;
