/**
 * What a program printed, on disk, in the format of Kubernetes' container logs, so that it outlives
 * program and host. Start at {@link dev.metaproc.launcher.logs.ProgramLog}, which writes; {@link
 * dev.metaproc.launcher.logs.LogReader} reads.
 */
@NullMarked
package dev.metaproc.launcher.logs;

import org.jspecify.annotations.NullMarked;
