/**
 * The meta-process: a host in which ordinary programs run side by side.
 *
 * <p>Start at {@link dev.metaproc.isolation.MetaProcess}, then {@link
 * dev.metaproc.isolation.ProgramBuilder} and {@link dev.metaproc.isolation.Program}, which are to a
 * host what {@link ProcessBuilder} and {@link Process} are to an operating system. Behind them: an
 * {@code Image} is a class path opened and rewritten once, a {@code ProgramLoader} defines one
 * program's copy of it, a {@code Life} is its states from start to exit.
 */
@NullMarked
package dev.metaproc.isolation;

import org.jspecify.annotations.NullMarked;
