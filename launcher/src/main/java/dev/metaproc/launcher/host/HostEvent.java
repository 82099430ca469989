package dev.metaproc.launcher.host;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a program.
 *
 * @param detail an exit code, a limit, a reason; may be empty
 */
public record HostEvent(Instant time, Type type, String program, String id, String detail) {
  /** What happened. */
  public enum Type {
    CREATE,
    START,
    READY,
    SIGNAL,
    DIE,
    BACKOFF,
    FATAL,
    LIMIT,
    REMOVE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
