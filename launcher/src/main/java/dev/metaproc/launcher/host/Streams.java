package dev.metaproc.launcher.host;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A client's standard streams, lent to one run of a program.
 *
 * @param in null when whoever attaches later writes it
 */
public record Streams(@Nullable InputStream in, OutputStream out, OutputStream err) {}
