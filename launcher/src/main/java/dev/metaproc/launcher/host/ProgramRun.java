package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.session.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One run of a program: in this JVM, in the debug host beside it, or in a JVM of its own.
 * Thread-safe.
 */
public interface ProgramRun {
  /** Its number among all programs of all hosts. */
  long pid();

  /** Completes with its exit code, 0 to 255. */
  CompletableFuture<Integer> onExit();

  default boolean isAlive() {
    return !onExit().isDone();
  }

  /** Sends it one of the signals that end. */
  void signal(Signal signal);

  /** The stacks of its threads as {@code jstack} prints them. */
  String threadDump();

  /** Names of its live threads. */
  List<String> threads();

  String mainClass();

  /** {@code shared}, or {@code loader} and, where that is not what was asked for, why. */
  String isolation();

  /** Its standard input, where no client lends it one. */
  OutputStream input();

  /** What it has used up to now. */
  Usage sample();

  /**
   * Opens an address for its debugger, or says which one it has.
   *
   * @throws IOException when it has ended, or the address cannot be had
   */
  String debug(DebugOptions options) throws IOException;

  /** Whether a debugger can be attached to it: its JVM has the agent. */
  boolean canBeDebugged();

  /** Whether it is a process of the operating system, which takes any signal. */
  default boolean isProcess() {
    return false;
  }

  /** The program itself, if it runs in this JVM. */
  Optional<Program> local();
}
