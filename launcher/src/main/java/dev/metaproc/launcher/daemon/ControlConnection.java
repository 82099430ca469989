package dev.metaproc.launcher.daemon;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The control protocol, for machines: one JSON object a line each way. {@code docs/host.md} has the
 * operations.
 *
 * <pre>
 *   → {"v":1,"id":7,"op":"ps"}
 *   ← {"id":7,"ok":true,"result":[…]}
 *   ← {"id":8,"ok":true,"item":{…}}            streams repeat this
 *   ← {"id":8,"ok":true,"end":true}
 *   ← {"id":9,"ok":false,"error":{"code":"not_found","message":"…"}}
 * </pre>
 *
 * <p>Requests are taken in order; those that wait or stream are answered by a thread each, of which
 * one connection may have a bounded number.
 */
final class ControlConnection {
  static final int VERSION = 1;
  static final int LONGEST_LINE = 1 << 20;
  private static final int MOST_AT_ONCE = 64;

  private final ControlOperations operations;
  private final InputStream in;
  private final OutputStream out;
  private final Runnable started;
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  ControlConnection(Host host, InputStream in, OutputStream out, Runnable started) {
    this.operations = new ControlOperations(host);
    this.in = in;
    this.out = out;
    this.started = started;
  }

  void serve() throws IOException {
    try {
      for (String line = line(); line != null; line = line()) {
        started.run();
        if (!line.isBlank()) {
          request(line);
        }
      }
    } finally {
      waiting.forEach(Thread::interrupt);
    }
  }

  /** Null at the end, or after a line that is too long to go on. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        fail(
            null,
            "too_long",
            "a request may have " + LONGEST_LINE + " bytes: send it in several, or as a file");
        return null;
      }
    }
    return null;
  }

  private void request(String line) throws IOException {
    JsonElement id = null;
    try {
      JsonElement parsed = JsonParser.parseString(line);
      if (!parsed.isJsonObject()) {
        fail(null, "malformed", "a request is one JSON object a line, this one is " + parsed);
        return;
      }
      JsonObject request = parsed.getAsJsonObject();
      id = request.get("id");
      checkVersion(request);
      perform(id, new ControlRequest(request));
    } catch (LaunchException e) {
      fail(id, e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    } catch (JsonParseException e) {
      fail(id, "malformed", "no JSON (" + reason(e) + "): a request is one JSON object a line");
    }
  }

  /** Without the library's class and its address for help. */
  private static String reason(JsonParseException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^[\\w.]+(Exception|Error): ", "");
  }

  private static void checkVersion(JsonObject request) {
    JsonElement version = request.get("v");
    if (version != null && !version.toString().equals("" + VERSION)) {
      throw LaunchException.usage(
          "protocol version "
              + version
              + " is not spoken here, this host speaks "
              + VERSION
              + ": use a client of the host's version, or restart the host (metaproc host stop)");
    }
  }

  private void perform(@Nullable JsonElement id, ControlRequest request) throws IOException {
    ControlOperations.Operation operation = operations.of(request);
    if (!operation.takesTime()) {
      answer(id, operation);
    } else if (room.tryAcquire()) {
      Thread thread = HostThreads.make("host/control", () -> work(id, operation));
      waiting.add(thread);
      thread.start();
    } else {
      throw LaunchException.usage(
          MOST_AT_ONCE + " requests of this connection are waiting: open another connection");
    }
  }

  private void work(@Nullable JsonElement id, ControlOperations.Operation operation) {
    try {
      answer(id, operation);
    } catch (IOException e) {
      // the client is gone; the receiving thread notices, too
    } finally {
      waiting.remove(Thread.currentThread());
      room.release();
    }
  }

  private void answer(@Nullable JsonElement id, ControlOperations.Operation operation)
      throws IOException {
    try {
      JsonElement result = operation.body().run(item -> send(id, "item", item));
      if (result == null) {
        send(id, "end", JsonParser.parseString("true"));
      } else {
        send(id, "result", result);
      }
    } catch (LaunchException e) {
      fail(id, e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      fail(id, "host", "the host ends");
    } catch (RuntimeException e) {
      fail(id, "host", "internal error: " + e); // whoever waits is answered
      throw e;
    }
  }

  private void send(@Nullable JsonElement id, String key, JsonElement value) throws IOException {
    JsonObject answer = new JsonObject();
    answer.add("id", id);
    answer.addProperty("ok", true);
    answer.add(key, value);
    write(answer);
  }

  private void fail(@Nullable JsonElement id, String code, String message) throws IOException {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    JsonObject answer = new JsonObject();
    answer.add("id", id);
    answer.addProperty("ok", false);
    answer.add("error", error);
    write(answer);
  }

  private void write(JsonObject answer) throws IOException {
    writing.lock();
    try {
      out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
    } finally {
      writing.unlock();
    }
  }
}
