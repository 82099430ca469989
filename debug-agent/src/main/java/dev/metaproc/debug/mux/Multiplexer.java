package dev.metaproc.debug.mux;

import dev.metaproc.debug.link.Line;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The multiplexer's process: is told by its host which programs run, opens a port for each that is
 * to be debugged, and brings debuggers and JVM together. Ends with its host.
 */
public final class Multiplexer {
  private static final Duration AGENT_LIMIT = Duration.ofSeconds(10);
  private static final long LEAVING_MILLIS = 500;
  private static final long ALL = 0;

  private final HostPipe host;
  private final Map<Long, ProgramInfo> programs = new ConcurrentHashMap<>();
  private final Map<Long, Port> ports = new ConcurrentHashMap<>();
  private final Set<Long> held = ConcurrentHashMap.newKeySet();

  /** Who debugs what; under this object's monitor. */
  private final Map<Long, Attached> attached = new ConcurrentHashMap<>();

  private final Set<Long> taken = ConcurrentHashMap.newKeySet();

  // guarded by sessionLock
  private @Nullable Session session;
  private final Object sessionLock = new Object();

  /** A debugger in its place. */
  private record Attached(String who, CompletableFuture<Debugger> debugger) {}

  private Multiplexer(HostPipe host) {
    this.host = host;
  }

  /** Started by the host with its messages on standard input. */
  public static void main(String[] arguments) {
    HostPipe host =
        new HostPipe(
            new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    Multiplexer multiplexer = new Multiplexer(host);
    host.readAll(multiplexer::told);
    multiplexer.hostIsGone();
    Runtime.getRuntime().halt(0);
  }

  private void told(Line line) {
    switch (line.verb()) {
      case "started" -> started(line);
      case "ended" -> ended(line.number(1));
      case "open" -> {
        if (line.flag(5)) {
          programs.computeIfPresent(line.number(1), (pid, known) -> known.trackingVirtualThreads());
        }
        Thread.ofVirtual()
            .start(() -> open(line.number(1), line.word(2), line.flag(3), line.flag(4)));
      }
      default -> host.say("the debug multiplexer does not know '" + line.verb() + "'");
    }
  }

  private void started(Line line) {
    long pid = line.number(1);
    programs.put(
        pid,
        new ProgramInfo(
            pid, (int) line.number(2), line.word(3), line.word(4), line.rest(5), false));
  }

  private void ended(long pid) {
    programs.remove(pid);
    held.remove(pid);
    Port port = ports.remove(pid);
    if (port != null) {
      port.close();
    }
    Attached own = attached.get(pid);
    if (own != null) {
      var _ = own.debugger.thenAccept(debugger -> debugger.programEnded(false));
    }
  }

  private void open(long pid, String address, boolean isServer, boolean hold) {
    if (hold) {
      held.add(pid);
    }
    Attached all = attached.get(ALL);
    Debugger overall = all == null ? null : all.debugger.getNow(null);
    try {
      if (isServer) {
        Port port = Port.listen(address, channel -> arrived(pid, channel));
        ports.put(pid, port);
        host.send("listening", pid, port.address());
      } else {
        SocketChannel channel = Port.connect(address);
        host.send("listening", pid, address);
        arrived(pid, channel);
      }
    } catch (IOException e) {
      host.send("failed", pid, reason(e));
    }
    if (overall != null && pid != ALL) {
      release(List.of(pid), overall);
    }
  }

  private static String reason(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** A peer that has said its half of the handshake wants to debug. */
  private void arrived(long pid, SocketChannel channel) {
    String who = Peers.address(channel);
    awaitLeaving(pid);
    String refusal = claim(pid, who);
    if (refusal != null) {
      host.say(refusal);
      Port.refuse(channel, refusal);
      return;
    }
    try {
      attach(pid, channel);
    } catch (IOException | RuntimeException e) { // whatever it is, the place is free again
      free(pid);
      String text = "cannot debug " + title(pid) + ": " + e.getMessage();
      host.say(text);
      Port.refuse(channel, text);
    }
  }

  /** A debugger that is just detaching is not in the way of the next. */
  private void awaitLeaving(long pid) {
    Attached other = attached.get(pid);
    Debugger debugger = other == null ? null : other.debugger.getNow(null);
    if (debugger != null) {
      try {
        debugger.onFreed().get(LEAVING_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return; // it stays
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable String claim(long pid, String who) {
    synchronized (attached) {
      if (pid != ALL && !programs.containsKey(pid)) {
        return "the program with pid " + pid + " has ended";
      }
      Attached other = attached.get(pid);
      if (other == null && pid != ALL) {
        other = attached.get(ALL);
      }
      if (other != null) {
        return title(pid)
            + " is already being debugged by "
            + Peers.describe(other.who)
            + ": detach that debugger first";
      }
      attached.put(pid, new Attached(who, new CompletableFuture<>()));
      if (pid != ALL) {
        taken.add(pid);
      }
    }
    host.debuggedBy(pid, who);
    return null;
  }

  private String title(long pid) {
    ProgramInfo program = programs.get(pid);
    return program == null ? "the meta-process" : program.title();
  }

  private void free(long pid) {
    synchronized (attached) {
      attached.remove(pid);
      taken.remove(pid);
    }
    host.debuggedBy(pid, "");
  }

  private void attach(long pid, SocketChannel channel) throws IOException {
    Debugger debugger;
    synchronized (sessionLock) {
      Session current = enterSession();
      try {
        View view = pid == ALL ? new View.All(taken) : new View.Single(pid);
        debugger = new Debugger(current, view, info(pid), programs, host, channel);
        current.add(debugger);
      } catch (IOException | RuntimeException e) {
        current.leave(host);
        throw e;
      }
    }
    var _ = debugger.onGone().thenRunAsync(() -> gone(pid, debugger));
    Attached place = attached.get(pid);
    if (place != null) {
      place.debugger.complete(debugger);
    }
    debugger.start();
    release(pid == ALL ? List.copyOf(held) : List.of(pid), debugger);
  }

  /** Programs that waited for a debugger go on to the hook before their main method. */
  private void release(List<Long> pids, Debugger debugger) {
    for (long pid : pids) {
      if (held.remove(pid)) {
        debugger.session().owners().refresh(); // whose thread reaches the hook must be known
        debugger.session().internal().armHook();
        host.release(pid);
      }
    }
  }

  private ProgramInfo info(long pid) throws IOException {
    if (pid == ALL) {
      return new ProgramInfo(ALL, 0, "all programs", "", List.of(), false);
    }
    ProgramInfo program = programs.get(pid);
    if (program == null) {
      throw new IOException("it has ended");
    }
    return program;
  }

  private Session enterSession() throws IOException {
    Session current = session;
    while (current == null || !current.enter()) {
      current = connect();
      session = current;
    }
    return current;
  }

  /** The agent takes a moment to listen again after the last session. */
  private Session connect() throws IOException {
    long end = System.nanoTime() + AGENT_LIMIT.toNanos();
    while (true) {
      try {
        return Session.open(host.agent(), over -> {});
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private void gone(long pid, Debugger debugger) {
    free(pid);
    debugger.onFreed().complete(null);
  }

  /** Debuggers are told that their machine has died, and given a moment to hear it. */
  private void hostIsGone() {
    List<CompletableFuture<Void>> gone =
        attached.values().stream()
            .map(each -> each.debugger.getNow(null))
            .filter(each -> each != null)
            .map(
                each -> {
                  each.programEnded(true);
                  return each.onGone();
                })
            .toList();
    try {
      CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new)).get(2, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // whoever does not listen is not waited for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
