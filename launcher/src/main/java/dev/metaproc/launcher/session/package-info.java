/**
 * One client's call of one command, however it came: the standard streams, environment and working
 * directory the client has. Start at {@link dev.metaproc.launcher.session.Session}.
 */
@NullMarked
package dev.metaproc.launcher.session;

import org.jspecify.annotations.NullMarked;
