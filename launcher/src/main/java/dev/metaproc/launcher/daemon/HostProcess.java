package dev.metaproc.launcher.daemon;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.DebugRuns;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.nailgun.CommandRunner;
import dev.metaproc.launcher.session.Signals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The process of a daemon, from start to stop. */
public final class HostProcess {
  private final HostDirectories directories;
  private final Path cache;
  private final DebugRuns beside;
  private final PrintStream log;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * A process.
   *
   * @param beside where programs are debugged if this JVM has no debug agent
   * @param log what the host itself has to say
   */
  public HostProcess(HostDirectories directories, Path cache, DebugRuns beside, PrintStream log) {
    this.directories = directories;
    this.cache = cache;
    this.beside = beside;
    this.log = log;
  }

  /**
   * Serves until it is told to stop, by a command or by TERM.
   *
   * @param commands makes the commands of a host, given how to stop it
   * @return the exit code of the process
   */
  public int run(BiFunction<Host, Runnable, CommandRunner> commands) {
    Consumer<String> messages = text -> log.println(Instant.now() + " " + text);
    Signals.handle("TERM", stop::countDown);
    Signals.handle("INT", stop::countDown);
    Signals.handle("HUP", () -> {}); // a terminal that closes is nothing to a daemon
    try (FileChannel lock = Daemon.lock(directories);
        Host host = Host.open(directories, cache, beside, messages)) {
      CommandRunner runner = commands.apply(host, this::stop);
      try (Daemon daemon = Daemon.open(host, lock, runner, messages)) {
        messages.accept("host " + directories.name() + " listens on " + directories.socket());
        stop.await();
        messages.accept("host " + directories.name() + " ends");
        stopPrograms(host, daemon);
      }
      return ExitCodes.SUCCESS;
    } catch (LaunchException e) {
      messages.accept(String.valueOf(e.getMessage()));
      return ExitCodes.of(e);
    } catch (IOException e) {
      messages.accept("the host cannot be started: " + e);
      return ExitCodes.HOST;
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    }
  }

  /** For a command: returns when no program runs and the socket's name is free. */
  private void stop() {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A host that belongs to another ends with it, however that ends. */
  public void endWith(long owner) {
    ProcessHandle.of(owner)
        .ifPresentOrElse(
            process -> {
              var _ = process.onExit().thenRun(stop::countDown);
            },
            stop::countDown);
  }

  /** While clients are still connected: they wait for the exit codes of their programs. */
  private void stopPrograms(Host host, Daemon daemon) throws InterruptedException, IOException {
    host.stopAll();
    daemon.refuseMore();
    stopped.countDown();
    daemon.drain();
  }
}
