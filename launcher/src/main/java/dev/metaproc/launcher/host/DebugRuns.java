package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.session.Session;
import java.util.List;
import java.util.Optional;

/**
 * The debug host beside a host whose JVM has no debug agent: programs that are to be debugged run
 * there. It starts with the first of them and ends with the host it belongs to. Thread-safe.
 */
public interface DebugRuns extends AutoCloseable {
  /**
   * Starts a program there; it prints its debug address on its standard output as a JVM does.
   *
   * @throws dev.metaproc.launcher.exit.LaunchException when that host cannot be started
   */
  ProgramRun start(ProgramSpec spec, DebugOptions options, Streams streams);

  /**
   * Has a command of {@code metaproc} carried out there, for a client of this host.
   *
   * @return its exit code
   */
  int relay(List<String> words, Session session);

  /** The name of that host while it runs. */
  Optional<String> name();

  @Override
  void close();
}
