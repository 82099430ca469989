package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.ProgramEnded;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams of one program: those its builder was given, else what it redirects to, else
 * its parent's where they are shared, else pipes.
 *
 * @param ends closed when the program ends
 */
record ProgramStreams(
    InputStream in, OutputStream out, OutputStream err, List<AutoCloseable> ends) {
  /** The unused ends of pipes are closed: whoever reads them comes to the end at once. */
  static ProgramStreams of(ProgramBuilder from, BytePipe stdin, BytePipe stdout, BytePipe stderr)
      throws ProgramException {
    Program parent = from.sharing(Share.STREAMS);
    InputStream opened = from.input == null ? Redirects.input(from.redirectInput) : null;
    InputStream in = from.input == null ? opened : from.input;
    OutputStream out = output(from.output, from.redirectOutput, FileDescriptor.out);
    OutputStream err = output(from.error, from.redirectError, FileDescriptor.err);
    if (parent != null) {
      in = in == null ? parent.state().standardIn() : in;
      out = out == null ? ofParent(parent.state().standardOut()) : out;
      err = err == null ? ofParent(parent.state().standardErr()) : err;
    }
    OutputStream used = out == null ? stdout.sink() : out;
    if (from.redirectErrorStream) {
      err = used;
    }
    closeUnused(in, stdin.source());
    closeUnused(out, stdout.sink());
    closeUnused(err, stderr.sink());
    OutputStream errors = err == null ? stderr.sink() : err;
    AutoCloseable input = opened == null ? stdin.source() : opened;
    List<AutoCloseable> ends = List.of(used, errors, stdin.source(), input);
    return new ProgramStreams(in == null ? stdin.source() : in, used, errors, ends);
  }

  /** A parent that has ended is a broken pipe to its child, and not the child's end. */
  private static OutputStream ofParent(OutputStream stream) {
    return Redirects.kept(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
              stream.write(bytes, offset, count);
            } catch (ProgramEnded e) {
              throw new IOException("Broken pipe");
            }
          }
        });
  }

  private static @Nullable OutputStream output(
      @Nullable OutputStream given, ProcessBuilder.Redirect redirect, FileDescriptor inherited)
      throws ProgramException {
    return given != null ? given : Redirects.output(redirect, inherited);
  }

  private static void closeUnused(@Nullable Object instead, AutoCloseable end) {
    if (instead != null) {
      try {
        end.close();
      } catch (Exception e) {
        throw new AssertionError(e); // closing a pipe's end does not fail
      }
    }
  }
}
