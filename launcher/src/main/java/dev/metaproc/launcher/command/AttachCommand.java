package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramRun;
import dev.metaproc.launcher.logs.ProgramLog;
import dev.metaproc.launcher.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code metaproc attach}: from now on what a running program prints, and what the client types. A
 * slow client does not hold the program up: it reads the log.
 */
@Command(name = "attach", description = "join a running program's standard streams")
final class AttachCommand extends HostCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The program.")
  private String name = "";

  @Option(names = "--no-stdin", description = "Only watch.")
  private boolean isWatching;

  @Option(
      names = "--sig-proxy",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Signals the client forwards go to the program. Default: true.")
  private boolean forwardsSignals = true;

  @Override
  int run(Context context) throws IOException, InterruptedException, ExecutionException {
    HostedProgram program = context.host().find(name).getFirst();
    ProgramLog log =
        program
            .openLog()
            .orElseThrow(
                () ->
                    LaunchException.usage(
                        "program "
                            + program.name()
                            + " does not run, or keeps no log: see metaproc logs "
                            + program.name()));
    Session session = context.session();
    Thread self = Thread.currentThread();
    session.onGone(self::interrupt);
    if (forwardsSignals) {
      session.onSignal(program::signal);
    }
    ProgramLog.Position now = log.position(); // what is typed may be answered at once
    if (!isWatching && program.spec().hasInput()) {
      program.program().ifPresent(run -> copyInput(session, run));
    }
    LogPrinter printer = new LogPrinter(session, "", false, new ReentrantLock());
    program.logs().follow(log, now, printer::print);
    return ExitCodes.ofProgram(program.onFinished().get());
  }

  private static void copyInput(Session session, ProgramRun run) {
    OutputStream stdin = run.input();
    var _ =
        HostThreads.start(
            "host/attach",
            () -> {
              try {
                byte[] bytes = new byte[8192];
                for (int n = session.in().read(bytes); n >= 0; n = session.in().read(bytes)) {
                  stdin.write(bytes, 0, n);
                  stdin.flush();
                }
              } catch (IOException e) {
                return; // the program or the client has gone
              }
            });
  }
}
