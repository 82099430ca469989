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
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
      names = "--detach-keys",
      paramLabel = "KEYS",
      converter = DetachKeys.Converter.class,
      description = {
        "Typed, they end this command and not the program; looked for at a terminal, or anywhere",
        "if given. Default: ctrl-p,ctrl-q."
      })
  private @Nullable DetachKeys detachKeys;

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
    AtomicBoolean isDetached = new AtomicBoolean();
    if (!isWatching) {
      Runnable detach =
          () -> {
            isDetached.set(true);
            self.interrupt();
          };
      program.program().ifPresent(run -> read(session, program, run, detach));
    }
    LogPrinter printer = new LogPrinter(session, "", false, new ReentrantLock());
    try {
      program.logs().follow(log, now, printer::print);
    } catch (InterruptedException | ClosedByInterruptException e) {
      if (!isDetached.get()) {
        throw e;
      }
      boolean _ = Thread.interrupted();
      context.say("detached: " + program.name() + " runs on");
      return ExitCodes.SUCCESS;
    }
    return ExitCodes.ofProgram(program.onFinished().get());
  }

  /** What a program that takes no input is typed is looked at for the keys only. */
  private void read(Session session, HostedProgram program, ProgramRun run, Runnable detach) {
    boolean isTerminal = session.isTerminal(0);
    boolean takesInput = program.spec().hasInput();
    if (!takesInput && !isTerminal && detachKeys == null) {
      return;
    }
    DetachKeys keys =
        detachKeys != null ? detachKeys : DetachKeys.parse(isTerminal ? DetachKeys.DEFAULT : "");
    OutputStream stdin = takesInput ? run.input() : OutputStream.nullOutputStream();
    var _ = HostThreads.start("host/attach", () -> copyInput(session, keys, stdin, detach));
  }

  private static void copyInput(
      Session session, DetachKeys keys, OutputStream stdin, Runnable detach) {
    try {
      byte[] bytes = new byte[8192];
      for (int n = session.in().read(bytes); n >= 0; n = session.in().read(bytes)) {
        DetachKeys.Typed typed = keys.typed(bytes, n);
        stdin.write(typed.bytes());
        stdin.flush();
        if (typed.isDetached()) {
          detach.run();
          return;
        }
      }
      stdin.write(keys.rest());
      stdin.flush();
    } catch (IOException e) {
      return; // the program or the client has gone
    }
  }
}
