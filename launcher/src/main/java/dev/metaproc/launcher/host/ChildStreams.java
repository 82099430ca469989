package dev.metaproc.launcher.host;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Carries the bytes of a child process, a JVM of its own for one program, to and from streams. */
public final class ChildStreams {
  private ChildStreams() {}

  /**
   * Returns when the child has ended and all it wrote has arrived.
   *
   * @param in what it reads; null leaves its standard input to the caller
   * @return its exit code, as {@link ExitCodes#ofProgram} has it
   */
  public static int carry(
      Process child, @Nullable InputStream in, OutputStream out, OutputStream err)
      throws InterruptedException {
    if (in != null) {
      var _ = HostThreads.start("host/stdin", () -> feed(in, child));
    }
    Thread toOut = copy(child.getInputStream(), out);
    Thread toErr = copy(child.getErrorStream(), err);
    int code = child.waitFor();
    toOut.join();
    toErr.join();
    return ExitCodes.ofProgram(code);
  }

  private static void feed(InputStream from, Process child) {
    try (OutputStream to = child.getOutputStream()) {
      byte[] bytes = new byte[8192];
      for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
        to.write(bytes, 0, n);
        to.flush();
      }
    } catch (IOException e) {
      return; // it reads no more
    }
  }

  private static Thread copy(InputStream from, OutputStream to) {
    return HostThreads.start(
        "host/output",
        () -> {
          try {
            from.transferTo(to);
          } catch (IOException e) {
            return; // the client has gone
          }
        });
  }
}
