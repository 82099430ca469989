package dev.metaproc.debug;

import dev.metaproc.debug.link.Line;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramListener;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Debugging in this JVM: the multiplexer's process, what it is told, and what it asks for. Needs a
 * JVM that was started with the JDWP agent ({@link DebugJvm}).
 *
 * <p>The programs do not depend on the multiplexer: when it dies the agent lets everything run, and
 * another is started that opens the same ports. Thread-safe.
 */
public final class DebugHost implements ProgramListener, AutoCloseable {
  private static final int OPEN_SECONDS = 30;
  private static final int MOST_RESTARTS = 5;

  /** The pid that stands for all programs. */
  private static final long ALL = 0;

  /** A program, or all, with what a debugger may be told of it. */
  private static final class Debuggee {
    /** How its port is to be opened. */
    record Opening(String address, boolean isServer, boolean isHeld, boolean tracksVirtual) {
      Line line(long pid) {
        return Line.of("open", pid, address, isServer, isHeld, tracksVirtual);
      }

      Opening at(String other) {
        return new Opening(other, isServer, isHeld, tracksVirtual);
      }

      Opening released() {
        return new Opening(address, isServer, false, tracksVirtual);
      }
    }

    final Line started;
    final @Nullable Program program;
    final CountDownLatch released = new CountDownLatch(1);
    @Nullable Opening open;
    CompletableFuture<String> address = new CompletableFuture<>();
    volatile String debugger = "";

    Debuggee(Line started, @Nullable Program program) {
      this.started = started;
      this.program = program;
    }
  }

  private final int firstLabel;
  private final Consumer<String> say;

  // guarded by this
  private final Map<Long, Debuggee> debuggees = new LinkedHashMap<>();
  private @Nullable MultiplexerProcess process;
  private int restarts;
  private int numbers;
  private boolean isClosed;

  private DebugHost(int firstLabel, Consumer<String> say) {
    this.firstLabel = firstLabel;
    this.say = say;
    debuggees.put(ALL, new Debuggee(Line.of("all"), null));
  }

  /**
   * Starts the multiplexer.
   *
   * @param firstLabel what the first program is called in merged stacks: 0 where programs are ranks
   * @param say takes lines for the user
   * @throws IOException when its process cannot be started
   * @throws IllegalStateException when this JVM has no agent
   */
  public static DebugHost start(int firstLabel, Consumer<String> say) throws IOException {
    if (!DebugJvm.hasAgent()) {
      throw new IllegalStateException("this JVM was started without the debug agent");
    }
    DebugHost host = new DebugHost(firstLabel, say);
    host.launch();
    return host;
  }

  private synchronized void launch() throws IOException {
    MultiplexerProcess next = MultiplexerProcess.start(this::told, this::multiplexerEnded);
    process = next;
    debuggees.forEach(
        (pid, each) -> {
          if (each.program != null) {
            next.send(each.started);
          }
          if (each.open != null) {
            next.send(each.open.line(pid));
          }
        });
  }

  /** A crash of the multiplexer is no crash of ours: whoever debugged may attach again. */
  private void multiplexerEnded(int code) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      restarts++;
      debuggees.values().forEach(each -> each.debugger = "");
      if (restarts <= MOST_RESTARTS) {
        try {
          launch();
          say.accept(
              "the debug multiplexer has ended with code "
                  + code
                  + " and was started again; attach again");
          return;
        } catch (IOException e) {
          say.accept("the debug multiplexer cannot be started again: " + e.getMessage());
        }
      }
      debuggees.values().forEach(each -> each.released.countDown());
      debuggees.values().forEach(each -> fail(each, "the debug multiplexer has ended"));
    }
  }

  private static void fail(Debuggee debuggee, String reason) {
    debuggee.address.completeExceptionally(new IOException(reason));
  }

  @Override
  public synchronized void started(Program program) {
    numbers++;
    List<Object> words = new ArrayList<>(List.of("started", program.pid(), numbers));
    words.add(program.name());
    words.add(property(program, "user.dir"));
    words.addAll(Arrays.asList(property(program, "java.class.path").split(File.pathSeparator, -1)));
    Line line = Line.of(words.toArray());
    debuggees.put(program.pid(), new Debuggee(line, program));
    send(line);
  }

  private static String property(Program program, String key) {
    return program.property(key).orElse("");
  }

  @Override
  public synchronized void ended(Program program) {
    Debuggee debuggee = debuggees.remove(program.pid());
    if (debuggee != null) {
      debuggee.released.countDown();
      fail(debuggee, "the program has ended");
    }
    send(Line.of("ended", program.pid()));
  }

  private synchronized void send(Line line) {
    if (process != null) {
      process.send(line);
    }
  }

  /**
   * What a program that is to be debugged does on its main thread before its first instruction:
   * prints the address, as a JVM does, and waits for the debugger if it is to. When the address
   * cannot be had it says so and ends with the code of a JVM that could not start its agent.
   *
   * @param prefix what the line with the address begins with
   * @param out where it is printed; standard output, in a JVM
   * @param failed told when it cannot be had; standard error, in a JVM
   */
  public Consumer<Program> gate(
      DebugOptions options, String prefix, PrintStream out, Consumer<String> failed) {
    return program -> {
      String address;
      try {
        address = open(program.pid(), options);
      } catch (IOException e) {
        failed.accept("ERROR: transport error 202: " + e.getMessage());
        program.halt(2);
        return;
      }
      if (options.server() && !options.quiet()) {
        out.println(prefix + "Listening for transport dt_socket at address: " + address);
      }
      if (options.suspend()) {
        hold(program.pid());
      }
    };
  }

  private void hold(long pid) {
    Debuggee debuggee;
    synchronized (this) {
      debuggee = debuggees.get(pid);
    }
    if (debuggee != null) {
      try {
        debuggee.released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Rendezvous.mainBegins();
    }
  }

  /**
   * Opens a port for a program, or says which one it has.
   *
   * @throws IOException when it has ended, or the address cannot be had
   */
  public String open(long pid, DebugOptions options) throws IOException {
    CompletableFuture<String> address;
    synchronized (this) {
      Debuggee debuggee = debuggees.get(pid);
      if (debuggee == null) {
        throw new IOException("no program with pid " + pid + " runs here");
      }
      if (debuggee.open == null) {
        Debuggee.Opening opening =
            new Debuggee.Opening(
                options.address(), options.server(), options.suspend(), options.virtualThreads());
        debuggee.open = opening;
        send(opening.line(pid));
      }
      address = debuggee.address;
    }
    return await(address);
  }

  /** Not by a timer of the future's own: that would start a thread in the program that waits. */
  private static String await(CompletableFuture<String> address) throws IOException {
    try {
      return address.get(OPEN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the debug multiplexer does not answer", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? "failed" : String.valueOf(cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Opens the address that shows all programs. */
  public String openAll() throws IOException {
    return open(ALL, DebugOptions.listening(false));
  }

  /** Who debugs a program; empty for nobody. */
  public synchronized String debuggerOf(long pid) {
    Debuggee debuggee = debuggees.get(pid);
    return debuggee == null ? "" : debuggee.debugger;
  }

  /** Where a program listens; empty where none was asked for. */
  public synchronized String addressOf(long pid) {
    Debuggee debuggee = debuggees.get(pid);
    if (debuggee == null || debuggee.address.isCompletedExceptionally()) {
      return "";
    }
    return debuggee.address.getNow("");
  }

  /** What cannot be done is no reason not to listen any more. */
  private void told(Line line) {
    try {
      carryOut(line);
    } catch (RuntimeException e) {
      say.accept("what the debug multiplexer asks for, '" + line.verb() + "', has failed: " + e);
    }
  }

  private void carryOut(Line line) {
    switch (line.verb()) {
      case "agent?" -> send(Line.of("agent", DebugJvm.agentAddress()));
      case "stacks?" -> send(Line.of("stacks", mergedStacks()));
      case "listening" -> listening(line.number(1), line.word(2));
      case "failed" -> failed(line.number(1), line.word(2));
      case "rewrite?" -> send(Line.of("rewritten", rewritten(line.number(1), line.word(2))));
      case "release" -> release(line.number(1));
      case "exit" -> exit(line.number(1), (int) line.number(2));
      case "carriers" -> SharedCarriers.suspended((int) line.number(1));
      case "debugger" -> debuggedBy(line.number(1), line.word(2));
      case "say" -> say.accept(line.word(1));
      default -> say.accept("the debug multiplexer says '" + line.verb() + "'");
    }
  }

  private String mergedStacks() {
    SequencedMap<Integer, Program> programs = new LinkedHashMap<>();
    synchronized (this) {
      debuggees.values().stream()
          .filter(each -> each.program != null)
          .forEach(each -> programs.put(label(each), each.program));
    }
    MergedStacks stacks = new MergedStacks();
    stacks.addAll(programs);
    return stacks.toString();
  }

  /** A class file of a debugger's, to be as isolated as the one it takes the place of. */
  private String rewritten(long pid, String classFile) {
    Program program = program(pid);
    if (program == null) {
      return "";
    }
    try {
      return Base64.getEncoder()
          .encodeToString(program.redirected(Base64.getDecoder().decode(classFile)));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private synchronized @Nullable Program program(long pid) {
    Debuggee debuggee = debuggees.get(pid);
    return debuggee == null ? null : debuggee.program;
  }

  private int label(Debuggee debuggee) {
    return (int) debuggee.started.number(2) - 1 + firstLabel;
  }

  private synchronized void listening(long pid, String address) {
    Debuggee debuggee = debuggees.get(pid);
    if (debuggee != null && debuggee.open != null) {
      // a multiplexer after this one takes the same port
      debuggee.open = debuggee.open.at(address);
      debuggee.address.complete(address);
    }
  }

  private synchronized void failed(long pid, String reason) {
    Debuggee debuggee = debuggees.get(pid);
    if (debuggee != null) {
      fail(debuggee, reason);
      debuggee.address = new CompletableFuture<>();
      debuggee.open = null;
    }
  }

  private synchronized void release(long pid) {
    Debuggee debuggee = debuggees.get(pid);
    if (debuggee != null) {
      debuggee.released.countDown();
      if (debuggee.open != null) {
        debuggee.open = debuggee.open.released();
      }
    }
  }

  /** On a thread of its own: ending a program closes its streams, and may wait for a reader. */
  private void exit(long pid, int code) {
    Program program = program(pid);
    if (program != null) {
      Thread.ofPlatform().name(pid + "/exit").daemon().start(() -> program.halt(code));
    }
  }

  private synchronized void debuggedBy(long pid, String who) {
    Debuggee debuggee = debuggees.get(pid);
    if (debuggee != null) {
      debuggee.debugger = who;
    }
  }

  /** Ends the multiplexer; debuggers see their machines die. */
  @Override
  public void close() {
    MultiplexerProcess last;
    synchronized (this) {
      isClosed = true;
      last = process;
    }
    if (last != null) {
      last.close();
    }
  }
}
