/**
 * The commands a user types. Start at {@link dev.metaproc.launcher.Main}; each command has a
 * package of its own below.
 */
@NullMarked
package dev.metaproc.launcher;

import org.jspecify.annotations.NullMarked;
