/**
 * Statics per program: what a class becomes so that several programs can run one copy of it. Start
 * at {@link dev.metaproc.rewriter.statics.StaticsRewriter}; the names that are emitted, and what
 * the runtime must provide, are in {@code
 * docs/decisions/0006-shared-code-one-class-statics-per-program.md}.
 */
@NullMarked
package dev.metaproc.rewriter.statics;

import org.jspecify.annotations.NullMarked;
