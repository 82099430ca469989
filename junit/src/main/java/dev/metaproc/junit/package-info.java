/**
 * A JUnit Jupiter extension: {@link dev.metaproc.junit.MetaProgram} starts a real program for a
 * test and gives its handle, without a process of its own.
 */
@NullMarked
package dev.metaproc.junit;

import org.jspecify.annotations.NullMarked;
