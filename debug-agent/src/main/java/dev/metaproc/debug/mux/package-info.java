/**
 * The multiplexer: a process of its own that is the JVM's one debugger, and towards each debugger a
 * virtual machine in which one program runs.
 *
 * <pre>
 *   jdb, IDE ──▶ {@link dev.metaproc.debug.mux.Debugger} ─┐
 *   jdb, IDE ──▶ {@link dev.metaproc.debug.mux.Debugger} ─┼─▶ {@link dev.metaproc.debug.mux.Session} ──▶ JDWP agent of the JVM
 *   the host ──▶ {@link dev.metaproc.debug.mux.Multiplexer} (what runs, which ports)
 * </pre>
 *
 * <p>Two rules hold everywhere. Nothing is ever sent to the JVM that stops, resumes or ends more
 * than one program's threads. And the thread that reads from the JVM never waits: what needs an
 * answer of the JVM runs on a debugger's own thread, and no lock is held across such a wait.
 *
 * <p>Start at {@code Multiplexer}, then {@code Debugger}.
 */
@NullMarked
package dev.metaproc.debug.mux;

import org.jspecify.annotations.NullMarked;
