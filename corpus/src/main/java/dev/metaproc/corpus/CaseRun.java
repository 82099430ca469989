package dev.metaproc.corpus;

import dev.metaproc.isolation.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs cases with one launcher and says what was wrong with them. */
final class CaseRun {
  private static final int STOP_SECONDS = 120;
  private static final int KILL_SECONDS = 20;

  private final Launcher launcher;
  private final Settings settings;

  CaseRun(Launcher launcher, Settings settings) {
    this.launcher = launcher;
    this.settings = settings;
  }

  /** Runs a case once in a workplace of that name. */
  Outcome run(CorpusCase source, String name) throws IOException, InterruptedException {
    Workplace place = Workplace.prepare(source, settings.work().resolve(name), settings);
    Outcome outcome;
    try {
      outcome = run(place);
    } catch (ProgramException | CorpusException e) {
      outcome = Outcome.failed(String.valueOf(e.getMessage()));
    }
    if (outcome.problems().isEmpty() && !settings.keep()) {
      place.close();
    }
    return outcome;
  }

  private Outcome run(Workplace place) throws ProgramException, IOException, InterruptedException {
    boolean isServer = place.source().isServer();
    List<String> problems = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.timeout(place.source()));
    Process program = launcher.start(place);
    Server server = new Server(place, program);
    if (isServer) {
      try {
        server.serve(deadline);
      } catch (CorpusException e) {
        problems.add(String.valueOf(e.getMessage()));
        program.destroyForcibly();
      }
      deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    }
    problems.addAll(awaitEnd(program, deadline));
    if (!program.isAlive()) {
      // what a signal makes of the exit code is the launcher's affair
      Integer exit = isServer && server.stopAction().equals("sigterm") ? null : program.exitValue();
      Observation seen = new Observation(place);
      if (settings.record()) {
        seen.record(exit);
      } else {
        problems.addAll(seen.differences(exit));
      }
    }
    return new Outcome(problems, launcher.note(program));
  }

  private List<String> awaitEnd(Process program, long deadline) throws InterruptedException {
    if (program.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return List.of();
    }
    String where = launcher.describe(program);
    program.destroyForcibly();
    boolean killed = program.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    return List.of("did not end in time" + (killed ? "" : " and cannot be killed") + where);
  }
}
