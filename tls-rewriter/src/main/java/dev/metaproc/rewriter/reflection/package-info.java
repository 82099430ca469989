/**
 * Calls by which code looks at itself, made to show a class whose statics were moved as it is in
 * the source. Start at {@link dev.metaproc.rewriter.reflection.ReflectionRewriter}.
 */
@NullMarked
package dev.metaproc.rewriter.reflection;

import org.jspecify.annotations.NullMarked;
