package dev.metaproc.launcher.session;

import java.io.InputStream;
import java.io.OutputStream;

/** The real standard streams, as the operating system gave them to this process. */
public record Terminal(InputStream in, OutputStream out, OutputStream err) {}
