/**
 * How a command ends: the one exception every failure becomes, and the one table of exit codes.
 * Start at {@link dev.metaproc.launcher.exit.ExitCodes}.
 */
@NullMarked
package dev.metaproc.launcher.exit;

import org.jspecify.annotations.NullMarked;
