package dev.metaproc.launcher.host;

import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.session.Signal;

/** What a signal does to one program of a JVM: what it would do to a process. */
final class ProgramSignals {
  private ProgramSignals() {}

  static boolean isTerminating(Signal signal) {
    return switch (signal) {
      case HUP, INT, TERM, KILL -> true;
      case QUIT, STOP, CONT -> false;
    };
  }

  static void send(Signal signal, Program program) {
    switch (signal) {
      case HUP, INT, TERM -> program.terminate(signal.number());
      case KILL -> program.destroyForcibly();
      case QUIT, STOP, CONT -> throw new IllegalArgumentException(signal.name());
    }
  }
}
