package dev.metaproc.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What is done with a running server: wait until it is ready, talk to it, stop it. */
final class Server {
  private static final int POLL_MS = 50;
  private static final int CONNECT_TIMEOUT_MS = 500;

  private final Workplace place;
  private final Process program;

  Server(Workplace place, Process program) {
    this.place = place;
    this.program = program;
  }

  /** The action that stops it, expanded. */
  String stopAction() throws IOException {
    return place.expand(place.source().get("stop", "sigterm"));
  }

  /**
   * Runs the client script and the stop action.
   *
   * @throws CorpusException if the server is not ready before {@code deadline}
   */
  void serve(long deadline) throws IOException, InterruptedException {
    String ready = place.expand(place.source().get("ready"));
    while (!isReady(ready)) {
      if (!program.isAlive()) {
        throw new CorpusException("the server ended before it was ready (" + ready + ")");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CorpusException("the server is not ready in time (" + ready + ")");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    String transcript = new Client(place).runScript();
    Files.writeString(place.file("client"), transcript); // bytes, which are compared as such
    stop();
  }

  private void stop() throws IOException, InterruptedException {
    String action = stopAction();
    if (action.equals("sigterm")) {
      program.destroy();
    } else if (action.startsWith("stdin:")) {
      try (OutputStream stdin = program.getOutputStream()) {
        stdin.write(action.substring("stdin:".length()).replace("\\n", "\n").getBytes(ISO_8859_1));
        stdin.flush();
      }
    } else {
      new Client(place).perform(action);
    }
  }

  private boolean isReady(String condition) throws IOException {
    int colon = condition.indexOf(':');
    String rest = condition.substring(colon + 1);
    return switch (condition.substring(0, colon)) {
      case "tcp" -> accepts(Integer.parseInt(rest));
      case "http" -> answers(condition);
      default -> shows(place.file(condition.substring(0, colon)), rest);
    };
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(String url) {
    try {
      return Client.open(url).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean shows(Path stream, String pattern) throws IOException {
    return Files.exists(stream)
        && Pattern.compile(pattern, Pattern.MULTILINE)
            .matcher(Files.readString(stream, ISO_8859_1))
            .find();
  }
}
