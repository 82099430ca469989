package dev.metaproc.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Performs the client actions of a server case and writes the transcript. */
final class Client {
  private static final int SOCKET_TIMEOUT_MS = 30_000;
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int CLIENT_SECONDS = 180;

  private final Workplace place;
  private final StringBuilder transcript = new StringBuilder();

  Client(Workplace place) {
    this.place = place;
  }

  /** Runs {@code client.1}, {@code client.2} and so on; a failed action is part of the text. */
  String runScript() throws IOException, InterruptedException {
    for (String action : place.source().numbered("client")) {
      transcript.append("> ").append(action).append('\n');
      try {
        perform(place.expand(action));
      } catch (IOException e) {
        transcript.append("EXCEPTION ").append(e).append('\n');
      }
      if (transcript.charAt(transcript.length() - 1) != '\n') {
        transcript.append('\n');
      }
    }
    return transcript.toString();
  }

  /** One action, already expanded: {@code http GET URL}, {@code tcp PORT TEXT} and so on. */
  void perform(String action) throws IOException, InterruptedException {
    List<String> words = words(action);
    switch (words.getFirst()) {
      case "http" -> http(words);
      case "tcp" -> tcp(words);
      case "chat" -> chat(words);
      case "sleep" -> TimeUnit.MILLISECONDS.sleep(Long.parseLong(words.get(1)));
      case "java" -> java(words);
      default ->
          throw new CorpusException(
              "client action '" + action + "' is unknown: http, tcp, chat, sleep and java are");
    }
  }

  private void http(List<String> words) throws IOException {
    HttpURLConnection connection = open(words.get(2));
    connection.setRequestMethod(words.get(1));
    connection.setReadTimeout(SOCKET_TIMEOUT_MS);
    if (words.size() > 3) {
      String body = words.get(3).replace("'", "\"");
      boolean json = body.startsWith("{") || body.startsWith("[");
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", json ? "application/json" : "text/plain");
      connection.getOutputStream().write(body.getBytes(UTF_8));
    }
    int status = connection.getResponseCode();
    transcript.append("HTTP ").append(status).append('\n');
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      transcript.append(in == null ? "" : new String(in.readAllBytes(), UTF_8));
    }
  }

  static HttpURLConnection open(String url) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(CONNECT_TIMEOUT_MS);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }

  private void tcp(List<String> words) throws IOException {
    try (Socket socket = connect(words.get(1))) {
      if (words.size() > 2) {
        socket.getOutputStream().write(unescaped(words.get(2)));
      }
      if (words.size() > 3 && words.get(3).equals("half")) {
        socket.shutdownOutput();
      }
      transcript.append(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    } catch (SocketTimeoutException e) {
      transcript.append("[timeout]");
    } catch (SocketException e) {
      transcript.append("[reset]");
    }
  }

  private void chat(List<String> words) throws IOException {
    try (Socket socket = connect(words.get(1))) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      for (int i = 2; i + 1 < words.size(); i += 2) {
        socket.getOutputStream().write(unescaped(words.get(i)));
        for (int lines = Integer.parseInt(words.get(i + 1)); lines > 0; lines--) {
          transcript.append(in.readLine()).append('\n');
        }
      }
    } catch (SocketTimeoutException e) {
      transcript.append("[timeout]\n");
    }
  }

  private static Socket connect(String port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    socket.setSoTimeout(SOCKET_TIMEOUT_MS);
    return socket;
  }

  /** A client program runs in a JVM of its own. */
  private void java(List<String> words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(place.settings().javaHome() + "/bin/java", "-cp"));
    command.add(place.expand("${clientcp}"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.directory().toFile());
    builder.redirectInput(new File("/dev/null"));
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("<")) {
        builder.redirectInput(place.directory().resolve(word.substring(1)).toFile());
      } else {
        command.add(word);
      }
    }
    Path out = place.file("client.out");
    builder.redirectOutput(out.toFile()).redirectError(place.file("client.err").toFile());
    builder.environment().clear();
    builder.environment().putAll(place.environment());
    Process client = builder.start();
    if (!client.waitFor(CLIENT_SECONDS, TimeUnit.SECONDS)) {
      client.destroyForcibly().waitFor();
    }
    transcript.append(Files.readString(out, ISO_8859_1));
    transcript.append("\nexit ").append(client.exitValue()).append('\n');
  }

  private static byte[] unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").getBytes(ISO_8859_1);
  }

  /** Splits at blanks, except between double quotes. */
  private static List<String> words(String action) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    boolean quoted = false;
    for (int i = 0; i < action.length(); i++) {
      char c = action.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        word = word == null ? new StringBuilder() : word;
      } else if (!quoted && Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
        }
        word = null;
      } else {
        word = word == null ? new StringBuilder() : word;
        word.append(c);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
