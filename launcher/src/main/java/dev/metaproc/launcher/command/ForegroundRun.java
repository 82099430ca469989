package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.Streams;
import dev.metaproc.launcher.session.Session;
import dev.metaproc.launcher.session.Signal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a program for a client that waits for it, with the client's own streams. */
final class ForegroundRun {
  private final Context context;

  ForegroundRun(Context context) {
    this.context = context;
  }

  /**
   * Runs a program that was created for this.
   *
   * @param staysWhenAlone whether it goes on when the client has gone; otherwise that is Ctrl-C
   */
  int run(HostedProgram program, boolean staysWhenAlone) throws InterruptedException {
    Session session = context.session();
    Streams streams = new Streams(session.in(), session.out(), session.err());
    CompletableFuture<Integer> end;
    try {
      end = program.start(streams);
    } catch (LaunchException e) {
      context.host().remove(program);
      throw e;
    }
    session.onSignal(program::signal);
    if (!staysWhenAlone) {
      session.onGone(() -> interrupt(program));
    }
    return ExitCodes.ofProgram(await(end));
  }

  private static void interrupt(HostedProgram program) {
    if (program.state().isActive()) {
      var _ = program.stop(Signal.INT, program.spec().stopTimeout());
    }
  }

  private static int await(CompletableFuture<Integer> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new LaunchException(Kind.HOST, "internal error: " + e.getCause(), e);
    }
  }
}
