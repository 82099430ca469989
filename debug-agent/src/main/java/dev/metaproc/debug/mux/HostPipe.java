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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host at the other end of the standard streams. Thread-safe. */
final class HostPipe implements HostLink {
  private static final int ANSWER_SECONDS = 10;

  private final BufferedReader in;
  private final PrintStream out;
  private final BlockingQueue<String> agents = new ArrayBlockingQueue<>(16);

  HostPipe(InputStream in, OutputStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /** Hands every message over until the host is gone. */
  void readAll(Consumer<Line> receiver) {
    try {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        Line line = Line.parse(text);
        if (line.verb().equals("agent")) {
          agents.add(line.word(1));
        } else {
          receiver.accept(line);
        }
      }
    } catch (IOException e) {
      return; // gone, as at the end of the stream
    }
  }

  void send(Object... words) {
    synchronized (out) {
      out.println(Line.of(words));
    }
  }

  @Override
  public synchronized InetSocketAddress agent() throws IOException {
    agents.clear();
    send("agent?");
    String address;
    try {
      address = agents.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return parse(address);
  }

  private static InetSocketAddress parse(@Nullable String address) throws IOException {
    if (address == null || address.isEmpty()) {
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
    send("debugger", pid, who);
  }
}
