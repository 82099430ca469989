/**
 * What the rewriter does to the classes of a class path, for people to read. Start at {@link
 * dev.metaproc.rewriter.dump.ClassPathDump}.
 */
@NullMarked
package dev.metaproc.rewriter.dump;

import org.jspecify.annotations.NullMarked;
