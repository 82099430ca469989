package dev.metaproc.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** {@code System.in} for code of the JDK: see {@link DelegatingPrintStream}. */
final class DelegatingInputStream extends InputStream {
  private final InputStream host;

  DelegatingInputStream(InputStream host) {
    this.host = host;
  }

  InputStream host() {
    return host;
  }

  /** Where {@code stream} reads now; it itself if it is none of these. */
  static InputStream resolve(InputStream stream) {
    return stream instanceof DelegatingInputStream delegate ? delegate.target() : stream;
  }

  private InputStream target() {
    Program program = CurrentProgram.get();
    return program == null ? host : Objects.requireNonNull(program.state().in());
  }

  @Override
  public int read() throws IOException {
    return target().read();
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    return target().read(bytes, offset, count);
  }

  @Override
  public int available() throws IOException {
    return target().available();
  }

  @Override
  public long skip(long count) throws IOException {
    return target().skip(count);
  }

  @Override
  public void close() throws IOException {
    target().close();
  }
}
