package dev.metaproc.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** The JDK's own command-line debugger. */
final class Jdb {
  private Jdb() {}

  static Process start(int port, String... commands) throws IOException {
    Process jdb =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jdb").toString(),
                "-attach",
                "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .start();
    say(jdb, commands);
    return jdb;
  }

  static void say(Process jdb, String... commands) throws IOException {
    Writer in = jdb.outputWriter();
    for (String command : commands) {
      in.write(command + "\n");
    }
    in.flush();
  }

  /** Reads until {@code text} has come, which may be in the middle of a line. */
  static String awaitOutput(Process jdb, String text) throws IOException {
    BufferedReader out = jdb.inputReader();
    StringBuilder seen = new StringBuilder();
    for (int c = out.read(); c >= 0; c = out.read()) {
      seen.append((char) c);
      if (seen.indexOf(text, Math.max(0, seen.length() - text.length() - 1)) >= 0) {
        return seen.toString();
      }
    }
    throw new AssertionError("jdb ended without '" + text + "':\n" + seen);
  }
}
