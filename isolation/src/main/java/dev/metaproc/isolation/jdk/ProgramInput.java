package dev.metaproc.isolation.jdk;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a program: the stream it was given, until a child process is to inherit it.
 * Children need a descriptor of the operating system. Where the stream has none, a pipe is filled
 * from it from then on, and the program reads that pipe, too: whatever a child leaves there is the
 * program's, and the kernel decides who gets what both want, as it would for a JVM's own input.
 *
 * <p>Safe for use by any thread.
 */
public final class ProgramInput extends InputStream {
  private final JdkState state;
  private final InputStream given;
  private volatile InputStream current;
  private @Nullable FileDescriptor descriptor;
  private @Nullable Pipe pipe;

  ProgramInput(JdkState state, InputStream given) {
    this.state = state;
    this.given = given;
    current = given;
  }

  /** What a child process has for its standard input. */
  synchronized FileDescriptor descriptor() throws IOException {
    FileDescriptor known = descriptor;
    if (known == null) {
      known = find();
      descriptor = known;
    }
    return known;
  }

  private FileDescriptor find() throws IOException {
    if (given instanceof ProgramInput parent) {
      return parent.descriptor();
    }
    return given instanceof FileInputStream file ? file.getFD() : pipe();
  }

  private FileDescriptor pipe() throws IOException {
    Pipe made = Pipe.open();
    pipe = made;
    FileDescriptor end =
        (FileDescriptor) JdkInternals.get(made.source(), "fd", FileDescriptor.class);
    current = new FileInputStream(end); // not the channel, which an interrupt would close
    InheritedStreams.start(state, () -> fill(made));
    return end;
  }

  private void fill(Pipe made) {
    try (OutputStream to = Channels.newOutputStream(made.sink())) {
      given.transferTo(to);
    } catch (IOException e) {
      // the program has ended, or closed its input
    }
  }

  /** At the end of the program: readers come to the end, and the thread that fills goes. */
  synchronized void end() throws IOException {
    if (pipe != null) {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  @Override
  public int read() throws IOException {
    return current.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    return current.read(bytes, offset, count);
  }

  @Override
  public int available() throws IOException {
    return current.available();
  }

  @Override
  public void close() throws IOException {
    if (!(given instanceof ProgramInput)) {
      current.close();
    }
  }
}
