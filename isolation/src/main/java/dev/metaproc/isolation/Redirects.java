package dev.metaproc.isolation;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens the streams that a {@link Redirect} says. The host's own are those of its process, whatever
 * {@code System.out} is now.
 */
final class Redirects {
  private Redirects() {}

  /** Null for a pipe. */
  static @Nullable InputStream input(Redirect from) throws ProgramException {
    return switch (from.type()) {
      case PIPE -> null;
      case INHERIT -> ofHost();
      case READ -> opened("input", from, () -> new FileInputStream(from.file()));
      case WRITE, APPEND -> throw new IllegalArgumentException("input cannot be " + from);
    };
  }

  /** Null for a pipe. */
  static @Nullable OutputStream output(Redirect to, FileDescriptor inherited)
      throws ProgramException {
    return switch (to.type()) {
      case PIPE -> null;
      case INHERIT -> kept(new FileOutputStream(inherited));
      case WRITE -> opened("output", to, () -> new FileOutputStream(to.file()));
      case APPEND -> opened("output", to, () -> new FileOutputStream(to.file(), true));
      case READ -> throw new IllegalArgumentException("output cannot be " + to);
    };
  }

  /** A stream that outlives the program it is lent to. */
  static OutputStream kept(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        out.write(bytes, offset, count);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  private static InputStream ofHost() {
    return new FileInputStream(FileDescriptor.in) {
      @Override
      public void close() {} // it outlives the program it is lent to
    };
  }

  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }

  private static <T> T opened(String what, Redirect redirect, Opening<T> opening)
      throws ProgramException {
    try {
      return opening.open();
    } catch (IOException e) {
      throw ProgramException.notRunnable(
          what + " cannot be redirected to " + redirect.file() + ": " + e.getMessage(), e);
    }
  }
}
