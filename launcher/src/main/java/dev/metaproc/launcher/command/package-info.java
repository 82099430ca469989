/**
 * The commands of {@code metaproc} that are carried out inside a host, for whatever client sent
 * them. Start at {@link dev.metaproc.launcher.command.HostCommands}; one class a command.
 */
@NullMarked
package dev.metaproc.launcher.command;

import org.jspecify.annotations.NullMarked;
