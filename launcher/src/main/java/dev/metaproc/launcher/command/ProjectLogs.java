package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.session.Session;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Prints what the programs of a project print, from the start of each on, to one client. */
final class ProjectLogs {
  private final Session session;
  private final int width;
  private final ReentrantLock lines = new ReentrantLock();
  private final Map<HostedProgram, Thread> followers = new LinkedHashMap<>();

  /**
   * Logs.
   *
   * @param width of the longest name
   */
  ProjectLogs(Session session, int width) {
    this.session = session;
    this.width = width;
  }

  void follow(HostedProgram program) {
    String name = program.name() + " ".repeat(Math.max(0, width - program.name().length()));
    LogPrinter printer = new LogPrinter(session, name + " | ", false, lines);
    followers.put(program, HostThreads.start("host/up", () -> follow(program, printer)));
  }

  /** Returns when all is printed that programs have printed which have ended. */
  void awaitEnded() throws InterruptedException {
    for (Map.Entry<HostedProgram, Thread> each : followers.entrySet()) {
      if (!each.getKey().state().isActive()) {
        each.getValue().join();
      }
    }
  }

  private static void follow(HostedProgram program, LogPrinter printer) {
    try {
      var log = program.openLog();
      if (log.isPresent()) {
        program
            .logs()
            .replay(
                log.get(),
                past -> LogPrinter.since(program.status().started(), past, printer),
                printer::print);
      } else {
        LogPrinter.since(program.status().started(), program.logs().all(), printer);
      }
    } catch (IOException | InterruptedException e) {
      return; // the client has gone
    }
  }
}
