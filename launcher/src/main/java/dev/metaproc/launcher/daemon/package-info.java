/**
 * The host as a daemon: one Unix socket with two protocols, told apart by the first byte a client
 * sends. Start at {@link dev.metaproc.launcher.daemon.Daemon}.
 */
@NullMarked
package dev.metaproc.launcher.daemon;

import org.jspecify.annotations.NullMarked;
