package dev.metaproc.isolation.jdk;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams a child process inherits. The JVM's own are the host's, so the child reads what
 * {@link ProgramInput} has for it, and writes into pipes, from which threads of the program carry
 * the bytes to the program's standard streams.
 */
final class InheritedStreams {
  private final boolean in;
  private final boolean out;
  private final boolean err;

  private InheritedStreams(boolean in, boolean out, boolean err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Takes those that are to be inherited, and makes others of them. */
  static InheritedStreams of(JdkState state, ProcessBuilder builder) throws IOException {
    InheritedStreams streams =
        new InheritedStreams(
            Redirect.INHERIT.equals(builder.redirectInput()),
            Redirect.INHERIT.equals(builder.redirectOutput()),
            Redirect.INHERIT.equals(builder.redirectError()));
    streams.set(
        builder, streams.in ? from(state.standardIn().descriptor()) : Redirect.PIPE, Redirect.PIPE);
    return streams;
  }

  /** That descriptor itself, with the position it has: what the JDK uses for pipelines. */
  private static Redirect from(FileDescriptor descriptor) {
    Redirect redirect = (Redirect) JdkInternals.create("java.lang.ProcessBuilder$RedirectPipeImpl");
    Object number = JdkInternals.get(descriptor, "fd", int.class);
    Object own = JdkInternals.get(redirect, "fd", FileDescriptor.class);
    JdkInternals.set(FileDescriptor.class, "fd", own, (int) number);
    return redirect;
  }

  void restore(ProcessBuilder builder) {
    set(builder, Redirect.INHERIT, Redirect.INHERIT);
  }

  private void set(ProcessBuilder builder, Redirect input, Redirect output) {
    if (in) {
      builder.redirectInput(input);
    }
    if (out) {
      builder.redirectOutput(output);
    }
    if (err) {
      builder.redirectError(output);
    }
  }

  /** The child as the program sees it: it has ended when all it wrote has arrived. */
  Process connect(JdkState state, Process child) {
    if (!out && !err) {
      return child;
    }
    List<Thread> outputs = new ArrayList<>();
    if (out) {
      outputs.add(pump(state, child.getInputStream(), state.standardOut()));
    }
    if (err) {
      outputs.add(pump(state, child.getErrorStream(), state.standardErr()));
    }
    return new InheritingProcess(child, out, err, outputs);
  }

  private static Thread pump(JdkState state, InputStream from, OutputStream to) {
    return start(
        state,
        () -> {
          try {
            from.transferTo(to);
          } catch (IOException e) {
            // the child or the program closed its end
          }
        });
  }

  static Thread start(JdkState state, Runnable work) {
    Thread thread = new Thread(state.group(), work, "process streams");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
