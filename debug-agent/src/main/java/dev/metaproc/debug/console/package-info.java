/**
 * A console for all programs of a JVM, with gdb's words. It is a debugger like others: a client of
 * the JDK's debug interface at the address that shows all programs, and no part of the JVM it looks
 * at. Start at {@link dev.metaproc.debug.console.Console}.
 */
@NullMarked
package dev.metaproc.debug.console;

import org.jspecify.annotations.NullMarked;
