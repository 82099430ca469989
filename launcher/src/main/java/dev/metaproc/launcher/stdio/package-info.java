/**
 * The terminal, shared by many ranks: output merged line by line, input handed to the rank it is
 * for. Start at {@link dev.metaproc.launcher.stdio.LineMultiplexer}.
 */
@NullMarked
package dev.metaproc.launcher.stdio;

import org.jspecify.annotations.NullMarked;
