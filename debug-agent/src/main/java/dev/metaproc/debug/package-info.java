/**
 * What a debugger or a person needs to know of the programs in a JVM: {@link
 * dev.metaproc.debug.Rendezvous} lists them where a debugger looks, {@link
 * dev.metaproc.debug.ThreadDump} prints the stacks of one of them. Start at {@code Rendezvous}.
 */
@NullMarked
package dev.metaproc.debug;

import org.jspecify.annotations.NullMarked;
