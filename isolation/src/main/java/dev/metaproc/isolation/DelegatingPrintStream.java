package dev.metaproc.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM's own {@code System.out} or {@code System.err} is while a host is open: for code of
 * the JDK that writes to it, such as {@link Throwable#printStackTrace()}, the stream of the program
 * the thread belongs to; for the host's own threads the stream that was there before.
 */
@SuppressWarnings("AnnotateFormatMethod") // the formats are the callers'; PrintStream declares them
final class DelegatingPrintStream extends PrintStream {
  private final PrintStream host;
  private final Function<Program, @Nullable PrintStream> ofProgram;

  DelegatingPrintStream(PrintStream host, Function<Program, @Nullable PrintStream> ofProgram) {
    super(OutputStream.nullOutputStream(), false, host.charset());
    this.host = host;
    this.ofProgram = ofProgram;
  }

  PrintStream host() {
    return host;
  }

  /** Where {@code stream} writes now; it itself if it is none of these. */
  static OutputStream resolve(OutputStream stream) {
    return stream instanceof DelegatingPrintStream delegate ? delegate.target() : stream;
  }

  /** A program that has set its own to null gets the exception it would get, not the host's. */
  private PrintStream target() {
    Program program = CurrentProgram.get();
    return program == null ? host : Objects.requireNonNull(ofProgram.apply(program));
  }

  @Override
  public void flush() {
    target().flush();
  }

  @Override
  public void close() {
    target().close();
  }

  @Override
  public boolean checkError() {
    return target().checkError();
  }

  @Override
  public void write(int b) {
    target().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    target().write(bytes, offset, count);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    target().write(bytes);
  }

  @Override
  public void writeBytes(byte[] bytes) {
    target().writeBytes(bytes);
  }

  @Override
  public void print(boolean value) {
    target().print(value);
  }

  @Override
  public void print(char value) {
    target().print(value);
  }

  @Override
  public void print(int value) {
    target().print(value);
  }

  @Override
  public void print(long value) {
    target().print(value);
  }

  @Override
  public void print(float value) {
    target().print(value);
  }

  @Override
  public void print(double value) {
    target().print(value);
  }

  @Override
  public void print(char[] value) {
    target().print(value);
  }

  @Override
  public void print(@Nullable String value) {
    target().print(value);
  }

  @Override
  public void print(@Nullable Object value) {
    target().print(value);
  }

  @Override
  public void println() {
    target().println();
  }

  @Override
  public void println(boolean value) {
    target().println(value);
  }

  @Override
  public void println(char value) {
    target().println(value);
  }

  @Override
  public void println(int value) {
    target().println(value);
  }

  @Override
  public void println(long value) {
    target().println(value);
  }

  @Override
  public void println(float value) {
    target().println(value);
  }

  @Override
  public void println(double value) {
    target().println(value);
  }

  @Override
  public void println(char[] value) {
    target().println(value);
  }

  @Override
  public void println(@Nullable String value) {
    target().println(value);
  }

  @Override
  public void println(@Nullable Object value) {
    target().println(value);
  }

  @Override
  public PrintStream printf(String format, @Nullable Object... arguments) {
    target().printf(format, arguments);
    return this;
  }

  @Override
  public PrintStream printf(@Nullable Locale locale, String format, @Nullable Object... arguments) {
    target().printf(locale, format, arguments);
    return this;
  }

  @Override
  public PrintStream format(String format, @Nullable Object... arguments) {
    target().format(format, arguments);
    return this;
  }

  @Override
  public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
    target().format(locale, format, arguments);
    return this;
  }

  @Override
  public PrintStream append(@Nullable CharSequence text) {
    target().append(text);
    return this;
  }

  @Override
  public PrintStream append(@Nullable CharSequence text, int start, int end) {
    target().append(text, start, end);
    return this;
  }

  @Override
  public PrintStream append(char value) {
    target().append(value);
    return this;
  }

  @Override
  public Charset charset() {
    return target().charset();
  }
}
