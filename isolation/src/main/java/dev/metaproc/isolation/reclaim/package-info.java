/**
 * What a kernel does when a process ends: its threads are stopped, what it has open is closed, and
 * what it changed outside itself is changed back. Start at {@link
 * dev.metaproc.isolation.reclaim.Reaper}. Nothing here knows what a program is.
 */
@NullMarked
package dev.metaproc.isolation.reclaim;

import org.jspecify.annotations.NullMarked;
