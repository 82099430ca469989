/**
 * Proof by trial that a class initialiser is pure. An initialiser that reads nothing but constants
 * does the same in every run and at any time; so it is run once, on a machine of our own that
 * refuses whatever it could notice or be noticed by: other classes' changing statics, I/O,
 * properties, threads, exceptions. What it leaves in its statics is known then, too. Start at
 * {@link dev.metaproc.rewriter.trial.Trials}.
 */
@NullMarked
package dev.metaproc.rewriter.trial;

import org.jspecify.annotations.NullMarked;
