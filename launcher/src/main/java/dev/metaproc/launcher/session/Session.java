package dev.metaproc.launcher.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A client that waits for one command: what a process would have from its parent. Thread-safe.
 *
 * <p>Writing to a client that has gone throws; reading from it gives the end of the stream.
 */
public interface Session {
  /** The client's whole environment. */
  Map<String, String> environment();

  /** The client's working directory, absolute. */
  Path directory();

  InputStream in();

  OutputStream out();

  OutputStream err();

  /** Whether a standard stream, 0 to 2, is a terminal at the client's end. */
  boolean isTerminal(int descriptor);

  /** Runs {@code action} once when the client is gone, at once if it is gone already. */
  void onGone(Runnable action);

  /** Gives {@code action} the signals that the client forwards instead of dying of them. */
  void onSignal(Consumer<Signal> action);
}
