package dev.metaproc.launcher.host;

import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.session.Signal;

/** What a signal does to one program of a JVM: what it would do to a process. */
final class ProgramSignals {
  private ProgramSignals() {}

  /**
   * Whether it asks that program to end: one that handles HUP, INT or USR1 runs on. Whether a
   * program in another JVM does is not known.
   */
  static boolean asksToEnd(Signal signal, ProgramRun run) {
    return switch (signal) {
      case TERM, KILL -> true;
      case HUP, INT, USR1 ->
          run.local().filter(program -> program.handles(signal.number())).isEmpty();
      case USR2, QUIT, STOP, CONT -> false;
    };
  }

  static void send(Signal signal, Program program) {
    switch (signal) {
      case HUP, INT, TERM -> program.terminate(signal.number());
      case KILL -> program.destroyForcibly();
      case USR1, USR2 -> {
        if (program.handles(signal.number())) {
          program.terminate(signal.number());
        } else if (signal == Signal.USR1) { // the JVM itself takes the other, and goes on
          program.halt(128 + signal.number());
        }
      }
      case QUIT, STOP, CONT -> throw new IllegalArgumentException(signal.name());
    }
  }
}
