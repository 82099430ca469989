/**
 * Bytes in, bytes out: what a class file becomes before a program may load it. Start at {@link
 * dev.metaproc.rewriter.Rewriter}; the rules it applies are the rows of {@link
 * dev.metaproc.rewriter.Redirections}. Nothing here knows a running program.
 */
@NullMarked
package dev.metaproc.rewriter;

import org.jspecify.annotations.NullMarked;
