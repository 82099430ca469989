/**
 * Runs a parsed command line: starts the ranks, watches them, ends what is left, and says what
 * happened. Start at {@link dev.metaproc.launcher.job.MpiexecCommand}, then {@link
 * dev.metaproc.launcher.job.MpiexecJob}.
 */
@NullMarked
package dev.metaproc.launcher.job;

import org.jspecify.annotations.NullMarked;
