package dev.metaproc.debug.mux;

import dev.metaproc.debug.link.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The host at the other end of the standard streams. Thread-safe. */
final class HostPipe implements HostLink {
  private static final int ANSWER_SECONDS = 10;

  private final BufferedReader in;
  private final PrintStream out;
  private final BlockingQueue<Line> answers = new LinkedBlockingQueue<>();
  private final Map<Long, String> debuggers = new ConcurrentHashMap<>();

  HostPipe(InputStream in, OutputStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /** Hands every message over until the host is gone. */
  void readAll(Consumer<Line> receiver) {
    try {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        Line line = Line.parse(text);
        switch (line.verb()) {
          case "agent", "stacks", "rewritten" -> answers.add(line);
          default -> receive(line, receiver);
        }
      }
    } catch (IOException e) {
      return; // gone, as at the end of the stream
    }
  }

  /** The next message is for others. */
  private void receive(Line line, Consumer<Line> receiver) {
    try {
      receiver.accept(line);
    } catch (RuntimeException e) {
      say("the debug multiplexer has failed at '" + line.verb() + "': " + e);
    }
  }

  void send(Object... words) {
    synchronized (out) {
      out.println(Line.of(words));
    }
  }

  @Override
  public InetSocketAddress agent() throws IOException {
    return parse(ask("agent", "agent?"));
  }

  /** One question at a time; the answer begins with {@code verb}. */
  private synchronized String ask(String verb, Object... words) throws IOException {
    answers.clear();
    send(words);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
    try {
      while (true) {
        Line answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (answer == null) {
          throw new IOException("the host does not answer");
        }
        if (answer.verb().equals(verb)) {
          return answer.word(1);
        } // else it is a late one, to an earlier question
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String mergedStacks() {
    try {
      return ask("stacks", "stacks?");
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public byte[] rewritten(long pid, byte[] classFile) throws IOException {
    return Base64.getDecoder()
        .decode(ask("rewritten", "rewrite?", pid, Base64.getEncoder().encodeToString(classFile)));
  }

  @Override
  public String debuggerOf(long pid) {
    return debuggers.getOrDefault(pid, "");
  }

  private static InetSocketAddress parse(String address) throws IOException {
    if (address.isEmpty()) {
      throw new IOException("the host has no debug agent");
    }
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(colon + 1)));
  }

  @Override
  public void release(long pid) {
    send("release", pid);
  }

  @Override
  public void exit(long pid, int code) {
    send("exit", pid, code);
  }

  @Override
  public void suspendedVirtualThreads(int count) {
    send("carriers", count);
  }

  @Override
  public void say(String text) {
    send("say", text);
  }

  @Override
  public void debuggedBy(long pid, String who) {
    debuggers.put(pid, who);
    send("debugger", pid, who);
  }
}
