package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.OwnJvmNeededException;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.reclaim.MemoryReserve;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.logs.LogReader;
import dev.metaproc.launcher.logs.ProgramLog;
import dev.metaproc.launcher.session.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A named program, through all its runs: what {@code docker} calls a container. {@link
 * ProgramState} has its states.
 *
 * <p>Thread-safe. Starting loads the main class on the caller's thread; all else returns at once
 * and gives a future where there is something to wait for.
 */
public final class HostedProgram {
  private static final String STOP = "stop";

  private final String id;
  private final ProgramSpec spec;
  private final Supervision host;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();

  // All below is written under the lock.
  private volatile ProgramState state;
  private volatile @Nullable ProgramRun program;
  private @Nullable DebugOptions debug;
  private @Nullable RunOutput output;
  private volatile Usage usage = Usage.NONE;
  private boolean isReported;
  private volatile @Nullable ProgramLog log;
  private volatile @Nullable Instant started;
  private @Nullable Instant ended;
  private @Nullable Integer exitCode;
  private String reason;
  private int restarts;
  private int failures;
  private boolean isReady;
  private boolean needsOwnJvm;
  private CompletableFuture<Integer> finished = CompletableFuture.completedFuture(0);
  private CompletableFuture<Void> ready = new CompletableFuture<>();

  HostedProgram(String id, ProgramSpec spec, Supervision host) {
    this(
        new RecordStore.Stored(
            id, spec, ProgramState.CREATED, Instant.now(), null, null, null, 0, ""),
        host);
    event(HostEvent.Type.CREATE, "");
    save();
  }

  /** One that an earlier host left behind. */
  HostedProgram(RecordStore.Stored record, Supervision host) {
    id = record.id();
    spec = record.spec();
    this.host = host;
    debug = spec.debug();
    created = record.created();
    state = record.state();
    started = record.started();
    ended = record.ended();
    exitCode = record.exitCode();
    reason = record.reason();
    restarts = record.restarts();
  }

  public String id() {
    return id;
  }

  public String name() {
    return spec.name();
  }

  public ProgramSpec spec() {
    return spec;
  }

  public ProgramState state() {
    return state;
  }

  /** The run there is now. */
  public Optional<ProgramRun> program() {
    return Optional.ofNullable(program);
  }

  public LogReader logs() {
    return new LogReader(directory());
  }

  /** The log being written; empty when nothing runs. */
  public Optional<ProgramLog> openLog() {
    return Optional.ofNullable(log);
  }

  Path directory() {
    return host.records().directoryOf(id);
  }

  /** Starts it detached: nobody sees its output but the log. */
  public void start() {
    var _ = start(detached());
  }

  private Streams detached() {
    OutputStream nobody = OutputStream.nullOutputStream();
    return new Streams(spec.hasInput() ? null : InputStream.nullInputStream(), nobody, nobody);
  }

  /**
   * Starts it on a client's streams, which it has until it ends; a restart is detached.
   *
   * @return completes with its exit code when it has ended for good
   * @throws LaunchException when it runs already, or cannot be started
   */
  public CompletableFuture<Integer> start(Streams streams) {
    lock.lock();
    try {
      if (state.isActive()) {
        throw LaunchException.usage(
            "program "
                + name()
                + " is "
                + state.name().toLowerCase(Locale.ROOT)
                + " already: stop it first (metaproc stop "
                + name()
                + "), or use restart");
      }
      finished = new CompletableFuture<>();
      ready = new CompletableFuture<>();
      failures = 0;
      if (!spec.isEphemeral()) {
        log = openLogFile();
      }
      CompletableFuture<Integer> end = finished;
      begin(streams);
      return end;
    } finally {
      lock.unlock();
    }
  }

  private ProgramLog openLogFile() {
    try {
      return ProgramLog.open(directory(), ProgramLog.DEFAULT_LIMIT);
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST,
          "program " + name() + ": its log in " + directory() + " cannot be written: " + e,
          e);
    }
  }

  /** Starts one run. Its end is dealt with on another thread, which waits for the lock. */
  private void begin(Streams streams) {
    try {
      isReady = false;
      Instant before = Instant.now(); // all it prints is later than that
      ProgramRun run =
          host.starter()
              .start(spec, debug, watched(streams), () -> onOwnThread(this::threadRefused));
      program = run;
      isReported = false;
      state = ProgramState.RUNNING;
      started = before;
      ended = null;
      exitCode = null;
      reason = "";
      event(HostEvent.Type.START, "");
      save();
      watchReadiness(run);
      var _ =
          run.local()
              .map(Program::onUncaught)
              .map(thrown -> thrown.thenRun(this::measureNow)); // its main thread still lives
      var _ =
          run.onExit()
              .thenAccept(code -> onOwnThread(() -> whenThereIsMemory(() -> ended(run, code))));
    } catch (LaunchException e) {
      reason = String.valueOf(e.getMessage());
      over(ProgramState.EXITED, ExitCodes.of(e));
      throw e;
    }
  }

  /** A program that has taken all of it gives it back with its end. */
  private static void whenThereIsMemory(Runnable action) {
    MemoryReserve.awaitRoomAfterEnd();
    action.run();
    MemoryReserve.refill();
  }

  private static void onOwnThread(Runnable action) {
    var _ = HostThreads.start("host/program", action);
  }

  private Streams watched(Streams streams) {
    ProgramLog current = log;
    Consumer<byte[]> watcher = watcher();
    output = new RunOutput(false, streams.out(), logStream(current, false), watcher);
    return new Streams(
        streams.in(),
        output,
        new RunOutput(true, streams.err(), logStream(current, true), watcher));
  }

  private static OutputStream logStream(@Nullable ProgramLog log, boolean isError) {
    return log == null ? OutputStream.nullOutputStream() : log.stream(isError);
  }

  private Consumer<byte[]> watcher() {
    Readiness readiness = spec.ready();
    if (readiness == null || readiness.log() == null) {
      return bytes -> {};
    }
    return new ReadyText(readiness.log(), () -> onOwnThread(this::nowReady));
  }

  private void watchReadiness(ProgramRun run) {
    Readiness readiness = spec.ready();
    if (readiness == null) {
      nowReady();
    } else if (readiness.tcp() != null) {
      int port = readiness.tcp();
      onOwnThread(() -> new PortProbe(port).await(run::isAlive, this::nowReady));
    }
  }

  private void nowReady() {
    lock.lock();
    try {
      if (state == ProgramState.RUNNING && !isReady) {
        isReady = true;
        ready.complete(null);
        if (spec.ready() != null) {
          event(HostEvent.Type.READY, "");
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(ProgramRun run, int code) {
    lock.lock();
    try {
      if (!run.equals(program)) {
        return;
      }
      run.local().flatMap(Program::uncaught).ifPresent(this::uncaught);
      if (run.local().filter(Program::isCondemned).isPresent()) {
        outOfMemory("there was no memory left; allocated most: ");
      }
      program = null;
      ended = Instant.now();
      exitCode = code;
      event(HostEvent.Type.DIE, Integer.toString(code));
      reportSurvivors(run);
      if (state == ProgramState.STOPPING || !spec.restart().restarts(code)) {
        over(ProgramState.EXITED, code);
      } else {
        again(code);
      }
    } finally {
      lock.unlock();
    }
  }

  private void uncaught(Throwable thrown) {
    if (thrown instanceof OwnJvmNeededException) {
      needsOwnJvm = true;
      reason = String.valueOf(thrown.getMessage());
    } else if (thrown instanceof OutOfMemoryError && reason.isEmpty()) {
      outOfMemory(thrown.getMessage() + "; allocated most: ");
    }
  }

  private void outOfMemory(String what) {
    reason = what + host.allocators().get();
    event(HostEvent.Type.LIMIT, reason);
  }

  /** Whether its last run ended before its main method began: it cannot share a JVM. */
  public boolean needsOwnJvm() {
    lock.lock();
    try {
      return needsOwnJvm;
    } finally {
      lock.unlock();
    }
  }

  private void again(int code) {
    Instant since = started;
    boolean wasLong =
        since != null
            && Duration.between(since, Instant.now()).compareTo(RestartPolicy.SUCCESS) >= 0;
    failures = wasLong ? 1 : failures + 1;
    if (failures > spec.restart().retries()) {
      reason = "failed " + failures + " times in a row, the policy is " + spec.restart();
      event(HostEvent.Type.FATAL, reason);
      over(ProgramState.FATAL, code);
      return;
    }
    Duration delay = spec.restart().delay(failures);
    state = ProgramState.BACKOFF;
    reason = failures > 2 ? "crash loop: " + failures + " ends in a row" : "";
    event(HostEvent.Type.BACKOFF, delay.toString());
    save();
    var _ =
        host.timer()
            .schedule(
                () -> onOwnThread(this::restartAfterFailure),
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void restartAfterFailure() {
    lock.lock();
    try {
      if (state == ProgramState.BACKOFF) {
        restarts++;
        begin(detached());
      }
    } catch (LaunchException e) {
      host.messages().accept("program " + name() + ": " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Threads that neither print nor catch anything may outlive their program; somebody must know.
   */
  private void reportSurvivors(ProgramRun run) {
    int count = run.local().map(local -> local.survivors().size()).orElse(0);
    if (count > 0) {
      host.messages().accept("program " + name() + ": " + count + " threads outlive it");
    }
  }

  private void over(ProgramState last, int code) {
    state = last;
    program = null;
    exitCode = code;
    ended = Instant.now();
    closeLog();
    save();
    if (spec.isEphemeral()) {
      host.forget().accept(this); // before anybody hears of the end
    }
    ready.completeExceptionally(
        new LaunchException(Kind.HOST, "program " + name() + " ended with code " + code));
    finished.complete(code);
  }

  private void closeLog() {
    ProgramLog open = log;
    log = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      host.messages().accept("log of program " + name() + ": " + e.getMessage());
    }
  }

  /** As {@link #stop(Duration)} with the time its specification gives. */
  public CompletableFuture<Integer> stop() {
    return stop(spec.stopTimeout());
  }

  /**
   * Asks it to end, and makes it after a while.
   *
   * @return completes with its exit code; at once when it does not run
   */
  public CompletableFuture<Integer> stop(Duration timeout) {
    return stop(Signal.TERM, timeout);
  }

  /** The same, asked with another signal that ends. */
  public CompletableFuture<Integer> stop(Signal signal, Duration timeout) {
    lock.lock();
    try {
      signal(signal, STOP);
      var _ =
          host.timer().schedule(this::killIfStopping, timeout.toMillis(), TimeUnit.MILLISECONDS);
      return finished.copy();
    } finally {
      lock.unlock();
    }
  }

  private void killIfStopping() {
    ProgramRun run = program;
    if (run != null && state == ProgramState.STOPPING) {
      onOwnThread(() -> run.signal(Signal.KILL));
    }
  }

  /** From its next start on a debugger can be attached to it. */
  public void debugFromNow(DebugOptions options) {
    lock.lock();
    try {
      debug = options;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a signal, without waiting for what comes of it.
   *
   * @throws LaunchException when it is STOP and the program cannot be held
   */
  public void signal(Signal signal) {
    ProgramRun run = program;
    if (run != null && (signal == Signal.STOP || signal == Signal.CONT)) {
      if (run.isProcess()) {
        event(HostEvent.Type.SIGNAL, signal + " by kill");
        run.signal(signal);
        return;
      }
      hold(here(run), signal);
      return;
    }
    lock.lock();
    try {
      signal(signal, "kill");
    } finally {
      lock.unlock();
    }
  }

  /** What is not asked of a run elsewhere; in the debug host its debugger holds it as it likes. */
  private Program here(ProgramRun run) {
    if (run.isProcess()) {
      throw LaunchException.usage(
          "program " + name() + " runs in a JVM of its own: start another (metaproc run)");
    }
    return run.local()
        .orElseThrow(
            () ->
                LaunchException.usage(
                    "program "
                        + name()
                        + " runs in the debug host, where that is the debugger's: metaproc debug "
                        + name()));
  }

  /** Not under the lock: a thread of the program may need it to come to where it can be held. */
  private void hold(Program run, Signal signal) {
    event(HostEvent.Type.SIGNAL, signal + " by kill");
    if (signal == Signal.CONT) {
      run.resume();
      return;
    }
    try {
      run.suspend();
    } catch (IllegalStateException e) {
      throw LaunchException.usage(
          e.getMessage() + " (it runs on; metaproc stop " + name() + " ends it)");
    }
  }

  /**
   * Runs another class of it within it.
   *
   * @param streams where what it prints goes
   * @throws ProgramException when there is no such class
   */
  public CompletableFuture<Integer> execute(String mainClass, List<String> words, Streams streams)
      throws ProgramException {
    ProgramRun run = program;
    if (run == null) {
      throw doesNotRun();
    }
    return here(run)
        .execute(
            mainClass, words, task -> RunOutput.insteadFor(streams.out(), streams.err(), task));
  }

  private LaunchException doesNotRun() {
    return LaunchException.usage("program " + name() + " does not run: metaproc start " + name());
  }

  /**
   * Says that it does not run.
   *
   * @throws LaunchException if that is so
   */
  public void checkActive() {
    if (!state.isActive()) {
      throw doesNotRun();
    }
  }

  private void signal(Signal signal, String by) {
    ProgramRun run = program;
    if (state == ProgramState.BACKOFF && signal != Signal.QUIT) {
      Integer code = exitCode;
      over(ProgramState.EXITED, code == null ? 0 : code);
    } else if (run != null) {
      event(HostEvent.Type.SIGNAL, signal + " by " + by);
      if (signal == Signal.QUIT) {
        printThreads(run);
        return;
      }
      if (by.equals(STOP) || ProgramSignals.asksToEnd(signal, run)) {
        state = ProgramState.STOPPING;
      }
      onOwnThread(() -> run.signal(signal));
    }
  }

  /** Where a JVM prints them: on standard output. */
  private void printThreads(ProgramRun run) {
    RunOutput out = output;
    onOwnThread(
        () -> {
          byte[] dump = run.threadDump().getBytes(StandardCharsets.UTF_8);
          try {
            if (out != null) {
              out.write(dump);
            }
          } catch (IOException e) {
            host.messages().accept("program " + name() + ": " + e.getMessage());
          }
        });
  }

  /** Completes with the exit code when it has ended for good; at once when it does not run. */
  public CompletableFuture<Integer> onFinished() {
    lock.lock();
    try {
      Integer code = exitCode;
      return state.isActive()
          ? finished.copy()
          : CompletableFuture.completedFuture(code == null ? 0 : code);
    } finally {
      lock.unlock();
    }
  }

  /** Completes when it is ready, or with a failure when it ended before it was. */
  public CompletableFuture<Void> onReady() {
    lock.lock();
    try {
      return ready.copy();
    } finally {
      lock.unlock();
    }
  }

  /** What it is at this moment. */
  public ProgramStatus status() {
    lock.lock();
    try {
      ProgramRun run = program;
      return new ProgramStatus(
          id,
          name(),
          state,
          run == null ? null : run.pid(),
          String.join(" ", spec.command()),
          created,
          started,
          ended,
          exitCode,
          restarts,
          isReady && state == ProgramState.RUNNING,
          run != null && run.local().filter(Program::isSuspended).isPresent(),
          reason);
    } finally {
      lock.unlock();
    }
  }

  /** What its run has used up to the last sample; nothing when it does not run. */
  public Usage usage() {
    return program == null ? Usage.NONE : usage; // no lock: programs are compared under one's lock
  }

  /** A sample before its main thread has gone. */
  private void measureNow() {
    lock.lock();
    try {
      ProgramRun run = program;
      if (run != null) {
        usage = run.sample();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Measures the run there is, and deals with a limit it crosses. */
  void measure() {
    lock.lock();
    try {
      ProgramRun run = program;
      if (run == null || state != ProgramState.RUNNING) {
        return;
      }
      usage = run.sample();
      if (!isReported) {
        LimitCheck.crossed(spec.limits(), usage).ifPresent(this::limit);
      }
    } finally {
      lock.unlock();
    }
  }

  private void threadRefused() {
    lock.lock();
    try {
      if (!isReported && state == ProgramState.RUNNING) {
        limit("has " + spec.limits().threads() + " threads and wanted one more");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the run crossed a limit, and stops it if that is its policy.
   *
   * @param what in words, such as {@code has 51 threads, the limit is 50}
   */
  void limit(String what) {
    lock.lock();
    try {
      isReported = true;
      reason = what;
      event(HostEvent.Type.LIMIT, what);
      if (spec.limits().policy() == Limits.Policy.STOP) {
        var _ = stop();
      }
    } finally {
      lock.unlock();
    }
  }

  private void event(HostEvent.Type type, String detail) {
    host.events().post(type, name(), id, detail);
  }

  private void save() {
    if (!spec.isEphemeral()) {
      host.save(
          new RecordStore.Stored(
              id, spec, state, created, started, ended, exitCode, restarts, reason));
    }
  }

  /** Forgets it on disk. */
  void erase() {
    event(HostEvent.Type.REMOVE, "");
    host.records().remove(id);
  }
}
