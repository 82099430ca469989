package dev.metaproc.launcher.job;

import dev.metaproc.debug.DebugHost;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.mpiexec.MpiexecLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The debugger ports of a job's ranks. */
final class JobDebug implements AutoCloseable {
  private final MpiexecLine line;
  private final @Nullable DebugHost debug;
  private final Consumer<String> say;
  private final boolean needsRank;

  private JobDebug(MpiexecLine line, @Nullable DebugHost debug, Consumer<String> say) {
    this.line = line;
    this.say = say;
    this.debug = debug;
    needsRank = line.ranks() > 1 && !line.options().output().namesRank();
  }

  /** Whether any rank of a job is to be debugged. */
  static boolean isWanted(MpiexecLine line) {
    return !line.options().debug().ranks().isEmpty()
        || line.segments().stream().anyMatch(each -> each.java().options().debugger() != null);
  }

  /**
   * Carriers for virtual ranks. A virtual thread that a debugger has stopped keeps its carrier;
   * with one for each rank that is nobody else's.
   */
  static Carriers carriers(MpiexecLine line) {
    return isWanted(line) ? Carriers.open(line.ranks()) : Carriers.ofProcessors();
  }

  /** Starts what a job needs for its debuggers: nothing when it wants none. */
  static JobDebug start(MpiexecLine line, MetaProcess host, JobStreams streams) {
    Consumer<String> say = text -> streams.say("mpiexec: " + text);
    if (!isWanted(line)) {
      return new JobDebug(line, null, say);
    }
    try {
      DebugHost debug = DebugHost.start(0, say);
      host.addListener(debug);
      return new JobDebug(line, debug, say);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.HOST, "the debug multiplexer cannot be started: " + e, e);
    }
  }

  /**
   * Opens the one more address that shows all ranks, once they have started: whoever is told it
   * finds them all. Does not wait.
   */
  void allStarted(JobStreams streams) {
    DebugHost host = debug;
    if (host != null && line.ranks() > 1 && !line.options().debug().ranks().isEmpty()) {
      var _ = HostThreads.start("mpiexec/debug", () -> openAll(host, streams));
    }
  }

  private static void openAll(DebugHost debug, JobStreams streams) {
    try {
      streams.say("[all] Listening for transport dt_socket at address: " + debug.openAll());
    } catch (IOException e) {
      streams.say("mpiexec: no address for all ranks: " + e.getMessage());
    }
  }

  /**
   * Has a rank open its port before its main method.
   *
   * @param out its standard output, where the address goes
   */
  void prepare(RankPlan plan, ProgramBuilder program, OutputStream out) {
    DebugHost host = debug;
    Optional<DebugOptions> options =
        Optional.ofNullable(plan.segment().java().options().debugger())
            .or(() -> line.options().debug().of(plan.number()));
    if (host == null || options.isEmpty()) {
      program.beforeMain(started -> {});
      return;
    }
    String prefix = needsRank ? "[" + plan.number() + "] " : "";
    program.beforeMain(host.gate(options.get(), prefix, new PrintStream(out, true), say));
  }

  @Override
  public void close() {
    if (debug != null) {
      debug.close();
    }
  }
}
