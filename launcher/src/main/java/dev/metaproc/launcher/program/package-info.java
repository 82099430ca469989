/**
 * From what the user wrote to what can be run: a jar, or a class path and a main class, with
 * sources compiled on the way. Start at {@link dev.metaproc.launcher.program.ProgramResolver}.
 */
@NullMarked
package dev.metaproc.launcher.program;

import org.jspecify.annotations.NullMarked;
