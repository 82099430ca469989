package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.session.Session;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command has: the host it runs in, the client it runs for.
 *
 * @param out results, for pipes
 * @param err everything else
 * @param stopHost ends the host after this command
 */
public record Context(
    Host host, Session session, PrintWriter out, PrintWriter err, Runnable stopHost) {
  static Context of(Host host, Session session, Runnable stopHost) {
    return new Context(
        host,
        session,
        new PrintWriter(session.out(), false, StandardCharsets.UTF_8),
        new PrintWriter(session.err(), true, StandardCharsets.UTF_8),
        stopHost);
  }

  /** A variable of the client's environment; empty where it has none. */
  String variable(String name) {
    return session.environment().getOrDefault(name, "");
  }

  /** Says something that is no result, on standard error. */
  void say(String text) {
    err.println("metaproc: " + text);
  }
}
