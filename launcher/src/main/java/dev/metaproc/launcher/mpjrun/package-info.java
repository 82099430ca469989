/**
 * The command line of MPJ Express' {@code mpjrun.sh}, said in mpiexec's words. Start at {@link
 * dev.metaproc.launcher.mpjrun.MpjrunLine}.
 */
@NullMarked
package dev.metaproc.launcher.mpjrun;

import org.jspecify.annotations.NullMarked;
