/**
 * Runs a corpus of ordinary programs inside a host and compares what they did with what plain
 * {@code java} did. Start at {@link dev.metaproc.corpus.CorpusMain}; the format of a corpus is
 * described in {@code corpus/README.md}.
 */
@NullMarked
package dev.metaproc.corpus;

import org.jspecify.annotations.NullMarked;
