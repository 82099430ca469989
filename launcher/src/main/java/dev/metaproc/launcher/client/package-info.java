/**
 * The other end of the socket: finds the host or starts one, and lends it this process's arguments,
 * environment and standard streams. Start at {@link dev.metaproc.launcher.client.Client}. Nothing
 * here is needed where a nailgun client is installed.
 */
@NullMarked
package dev.metaproc.launcher.client;

import org.jspecify.annotations.NullMarked;
