package dev.metaproc.launcher.command;

import dev.metaproc.launcher.session.Session;
import picocli.CommandLine.Help.Ansi;

/** Whether a client's output is coloured: its own variables say, not those of the host. */
final class Colours {
  private Colours() {}

  /** {@code NO_COLOR}, then {@code CLICOLOR_FORCE} and {@code FORCE_COLOR}, then the terminal. */
  static Ansi of(Session session, int descriptor) {
    if (!variable(session, "NO_COLOR").isEmpty() || variable(session, "TERM").equals("dumb")) {
      return Ansi.OFF;
    }
    if (isSet(session, "CLICOLOR_FORCE") || isSet(session, "FORCE_COLOR")) {
      return Ansi.ON;
    }
    return session.isTerminal(descriptor) ? Ansi.ON : Ansi.OFF;
  }

  private static boolean isSet(Session session, String name) {
    String value = variable(session, name);
    return !value.isEmpty() && !value.equals("0");
  }

  private static String variable(Session session, String name) {
    return session.environment().getOrDefault(name, "");
  }
}
