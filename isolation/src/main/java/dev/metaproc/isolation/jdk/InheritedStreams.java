package dev.metaproc.isolation.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams a child process inherits. The JVM's own are the host's, so the child gets pipes, and
 * threads of the program carry the bytes to and from the program's standard streams.
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

  /** Takes those that are to be inherited and makes pipes of them. */
  static InheritedStreams of(ProcessBuilder builder) {
    InheritedStreams streams =
        new InheritedStreams(
            Redirect.INHERIT.equals(builder.redirectInput()),
            Redirect.INHERIT.equals(builder.redirectOutput()),
            Redirect.INHERIT.equals(builder.redirectError()));
    streams.set(builder, Redirect.PIPE);
    return streams;
  }

  void restore(ProcessBuilder builder) {
    set(builder, Redirect.INHERIT);
  }

  private void set(ProcessBuilder builder, Redirect to) {
    if (in) {
      builder.redirectInput(to);
    }
    if (out) {
      builder.redirectOutput(to);
    }
    if (err) {
      builder.redirectError(to);
    }
  }

  /** The child as the program sees it: it has ended when all it wrote has arrived. */
  Process connect(JdkState state, Process child) {
    if (!in && !out && !err) {
      return child;
    }
    List<Thread> outputs = new ArrayList<>();
    if (out) {
      outputs.add(pump(state, child.getInputStream(), state.standardOut()));
    }
    if (err) {
      outputs.add(pump(state, child.getErrorStream(), state.standardErr()));
    }
    if (in) {
      pumpInput(state, child);
    }
    return new InheritingProcess(child, in, out, err, outputs);
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

  /** Ends with the input, or at the first byte after the child has ended, which is lost. */
  private static void pumpInput(JdkState state, Process child) {
    start(
        state,
        () -> {
          try (OutputStream to = child.getOutputStream()) {
            InputStream from = state.standardIn();
            byte[] bytes = new byte[8192];
            for (int n = from.read(bytes); n >= 0 && child.isAlive(); n = from.read(bytes)) {
              to.write(bytes, 0, n);
              to.flush();
            }
          } catch (IOException e) {
            // the child closed its end
          }
        });
  }

  private static Thread start(JdkState state, Runnable work) {
    Thread thread = new Thread(state.group(), work, "process streams");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
