package dev.metaproc.debug.console;

import com.sun.jdi.ThreadReference;

/**
 * A program has stopped.
 *
 * @param thread the one that something happened in
 * @param what in words, such as {@code hit Breakpoint 1,}; empty after a step
 */
record Stop(long pid, ThreadReference thread, String what) {}
