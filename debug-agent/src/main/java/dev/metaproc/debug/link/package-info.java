/**
 * What host and multiplexer say to one another: lines of text over the multiplexer's standard input
 * and output. Start at {@link dev.metaproc.debug.link.Line}.
 */
@NullMarked
package dev.metaproc.debug.link;

import org.jspecify.annotations.NullMarked;
