package dev.metaproc.launcher.host;

import org.jspecify.annotations.Nullable;

/**
 * When a program that runs is ready for others: once it has printed a text, or accepts connections
 * on a port. At least one is given.
 */
public record Readiness(@Nullable String log, @Nullable Integer tcp) {}
