package dev.metaproc.debug;

import dev.metaproc.debug.link.Line;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The multiplexer as a child process: messages to its standard input, and from its output. */
final class MultiplexerProcess implements AutoCloseable {
  private static final String MAIN = "dev.metaproc.debug.mux.Multiplexer";
  private static final long END_SECONDS = 3;

  private final Process process;
  private final PrintStream out;

  private MultiplexerProcess(Process process) {
    this.process = process;
    out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param told takes its messages, on a thread of its own
   * @param ended told when it has ended, with its exit code
   */
  static MultiplexerProcess start(Consumer<Line> told, IntConsumer ended) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=0.05", // it answers quickly from the start
                "-Xshare:auto",
                "-Xmx1g",
                "-cp",
                ownClassPath(),
                MAIN));
    // options meant for the host, such as an agent, are not for this
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    MultiplexerProcess started = new MultiplexerProcess(builder.start());
    Thread.ofPlatform()
        .daemon()
        .name("debug/multiplexer")
        .start(() -> started.readAll(told, ended));
    return started;
  }

  /** The class path entry that this class comes from. */
  private static String ownClassPath() {
    try {
      return new File(
              MultiplexerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readAll(Consumer<Line> told, IntConsumer ended) {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        told.accept(Line.parse(text));
      }
    } catch (IOException e) {
      // its end is seen below
    }
    ended.accept(process.onExit().join().exitValue());
  }

  void send(Line line) {
    synchronized (out) {
      out.println(line);
    }
  }

  /** Its input ends, and so does it; debuggers are told first. */
  @Override
  public void close() {
    out.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
