/**
 * The nailgun protocol: how a small client lends its arguments, environment and standard streams to
 * a command in a JVM that runs already. {@link dev.metaproc.launcher.nailgun.Chunk} is the unit.
 *
 * <pre>
 *   client → host, first      A argument*  E NAME=VALUE*  D directory  C command
 *   client → host, later      0 stdin bytes   . stdin ends   H still here   K signal (ours only)
 *   host → client             1 stdout   2 stderr   S send one chunk of stdin   X exit code
 * </pre>
 */
@NullMarked
package dev.metaproc.launcher.nailgun;

import org.jspecify.annotations.NullMarked;
