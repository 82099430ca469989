package dev.metaproc.debug.mux;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What the multiplexer asks of the host. Safe for any thread; none of it waits but the first. */
interface HostLink {
  /**
   * Where the JVM's agent listens now: it takes a new port after every session.
   *
   * @throws IOException when the host does not say
   */
  InetSocketAddress agent() throws IOException;

  /** Lets a program that was held go on to the hook before its main method. */
  void release(long pid);

  /** Ends a program as {@code Runtime.halt} does. */
  void exit(long pid, int code);

  /** How many virtual threads are suspended, each with its carrier. */
  void suspendedVirtualThreads(int count);

  /** The stacks of all programs as one tree; empty when the host does not answer. May wait. */
  String mergedStacks();

  /**
   * A class file as the program's loader would define it; empty when it is none. May wait.
   *
   * @throws IOException when the host does not answer
   */
  byte[] rewritten(long pid, byte[] classFile) throws IOException;

  /** Who debugs a program; empty for nobody. */
  String debuggerOf(long pid);

  /** A line for the user, on the host's standard error. */
  void say(String text);

  /** Who debugs a program; empty for nobody. */
  void debuggedBy(long pid, String who);
}
