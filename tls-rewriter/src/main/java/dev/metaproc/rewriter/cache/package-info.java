/**
 * What the rewriter made, kept on disk for the next host. Start at {@link
 * dev.metaproc.rewriter.cache.ImageCache}.
 */
@NullMarked
package dev.metaproc.rewriter.cache;

import org.jspecify.annotations.NullMarked;
