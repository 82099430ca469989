package dev.metaproc.launcher.nailgun;

import dev.metaproc.launcher.session.Session;
import java.util.List;

/** What a host does with the command of a client. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs to the end of the command.
   *
   * @return the exit code, 0 to 255
   */
  int run(String command, List<String> words, Session session);
}
