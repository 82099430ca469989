/**
 * What all commands do with words: {@link dev.metaproc.launcher.words.Nearest}, durations, sizes.
 */
@NullMarked
package dev.metaproc.launcher.words;

import org.jspecify.annotations.NullMarked;
