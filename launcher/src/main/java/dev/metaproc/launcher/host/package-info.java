/**
 * The programs of one host by name: what each is to be, what it is now, and what is kept of it when
 * it has ended. Start at {@link dev.metaproc.launcher.host.Host}.
 */
@NullMarked
package dev.metaproc.launcher.host;

import org.jspecify.annotations.NullMarked;
