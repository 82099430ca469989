/**
 * The wire of JDWP (the Java Debug Wire Protocol specification): packets, the table of commands
 * with the shape of their data, a connection whose writers never block. Knows no multiplexer. Start
 * at {@link dev.metaproc.debug.jdwp.Command}.
 */
@NullMarked
package dev.metaproc.debug.jdwp;

import org.jspecify.annotations.NullMarked;
