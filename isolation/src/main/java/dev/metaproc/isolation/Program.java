package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.ProgramEnded;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.isolation.shared.ProgramStatics;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program running in this JVM: a {@link Process} in all that can be asked of one.
 *
 * <p>Safe for use by any thread. When {@link #waitFor} returns, everything is taken back that a
 * kernel would take back: its threads, and what it had open. Threads that resist are {@link
 * #survivors()}; the program has exited all the same, no later than {@link
 * ProgramBuilder#killTimeout} after its end.
 */
public final class Program extends Process {
  /** Where a program is in its life, in the only order there is. */
  public enum State {
    RUNNING,
    STOPPING,
    EXITED
  }

  private static final int TERM = 15;
  private static final int KILLED = 128 + 9;

  /** A process keeps the low byte of what it exits with. */
  private static final int BYTE = 0xff;

  private static final int PIPE = 64 * 1024;

  private final long pid;
  private final String name;
  private final IsolationChoice isolation;
  private final MainMethod main;
  private final List<String> arguments;
  private final Instant started = Instant.now();
  private final Life life;
  private final ProgramThreads threads;
  private final JdkState state;
  private final Ending ending;
  private final Consumer<? super Program> beforeMain;
  private final ClassLoader loader;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final BytePipe stdin = new BytePipe(PIPE);
  private final BytePipe stdout = new BytePipe(PIPE);
  private final BytePipe stderr = new BytePipe(PIPE);
  private final List<AutoCloseable> ends;
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();

  Program(
      long pid,
      ProgramBuilder from,
      IsolationChoice isolation,
      MainMethod main,
      ImageLoader loader,
      ModuleLayer layer,
      ScheduledExecutorService later,
      Consumer<Program> onEnd)
      throws ProgramException {
    MethodHandle entry = main.handle();
    this.pid = pid;
    this.isolation = isolation;
    this.main = main;
    this.arguments = from.arguments;
    this.name = from.name.isEmpty() ? main.owner().getName() : from.name;
    this.beforeMain = from.beforeMain;
    this.loader = loader;
    life = new Life(from.hookTimeout, this::ended);
    OutputStream out = from.output == null ? stdout.sink() : from.output;
    OutputStream err = from.error == null ? stderr.sink() : from.error;
    InputStream in = from.input == null ? stdin.source() : from.input;
    ends = List.of(out, err, stdin.source());
    Properties properties = properties(from);
    ProgramGroup group = new ProgramGroup(ProgramThreads.rootGroup(), this);
    state =
        new JdkState.Builder(
                loader,
                group,
                layer,
                JdkChanges::require,
                life,
                Services.of(name, from.services, from.links, loader),
                new ProgramHandle(this),
                from.environment,
                from.directory,
                properties,
                printer(out, properties, "stdout.encoding"),
                printer(err, properties, "stderr.encoding"),
                in)
            .build();
    loader.bind(state, this);
    threads =
        new ProgramThreads(
            this,
            group,
            from.threads,
            virtualMain(from.carriers, from.home),
            of ->
                MainThread.create(
                    of, from.stackSize, entry, arguments.toArray(String[]::new), this),
            state.contextClassLoader());
    ending = new Ending(this, threads, from.killTimeout, later, onEnd);
    Beginnings.apply(from, loader, state);
  }

  private static Function<Runnable, Thread> virtualMain(@Nullable Carriers carriers, int home) {
    return carriers == null
        ? Thread.ofVirtual().name("main")::unstarted
        : task -> carriers.newThread("main", home, task);
  }

  private Properties properties(ProgramBuilder from) {
    Properties properties = new Properties();
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> !key.startsWith("jdk.module."))
        .forEach(key -> properties.setProperty(key, System.getProperty(key)));
    String classPath = from.jar != null ? from.jar.toString() : join(from.classPath);
    properties.setProperty("java.class.path", classPath);
    if (from.mainModule != null) {
      properties.setProperty("jdk.module.path", join(from.modulePath));
      properties.setProperty("jdk.module.main", from.mainModule);
      properties.setProperty("jdk.module.main.class", mainClassName());
    }
    properties.setProperty("user.dir", from.directory.toString());
    properties.setProperty("sun.java.command", commandLine());
    from.properties.forEach(properties::setProperty);
    return properties;
  }

  private static String join(List<Path> paths) {
    return paths.stream().map(Object::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Unbuffered: what a program prints is out when the call returns, as from a JVM of its own. */
  private PrintStream printer(OutputStream out, Properties properties, String encoding) {
    Charset charset =
        Charset.forName(properties.getProperty(encoding, "UTF-8"), Charset.defaultCharset());
    return new PrintStream(new EndingOutput(out, life), false, charset);
  }

  void start() {
    threads.startMain();
  }

  /** On the main thread, before anything of the program runs. */
  void mainStarts() {
    ProgramStatics statics = state.statics();
    if (statics != null) {
      statics.enter();
    }
    beforeMain.accept(this);
  }

  /** On the main thread, when the main method threw; gives the exit status. */
  int mainThrew(Throwable thrown) {
    if (thrown instanceof ProgramEnded || life.hasEnded()) {
      return 1;
    }
    try {
      HostFrames.remove(thrown);
      Thread self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    } catch (Throwable again) {
      // a handler that throws, or no memory to report with: the JVM ignores it, too
    }
    uncaught.complete(thrown);
    return 1;
  }

  /** On the main thread, when the main method has returned or thrown. */
  void mainEnded(int status) {
    if (!life.hasEnded()) {
      threads.awaitNonDaemons();
      ending.mainIsDone();
      life.stop(status);
    } else {
      ending.mainIsDone();
    }
  }

  /** What the JVM does with an exception no handler of the thread took. */
  void uncaught(Thread thread, Throwable thrown) {
    if (thrown instanceof ProgramEnded || life.hasEnded()) {
      return;
    }
    Thread.UncaughtExceptionHandler handler = state.defaultHandler();
    PrintStream err = state.err();
    if (handler != null) {
      try {
        handler.uncaughtException(thread, thrown);
      } catch (ProgramEnded ended) {
        return; // it called exit; the JVM would print what a handler throws
      }
    } else if (err != null) {
      err.print("Exception in thread \"" + thread.getName() + "\" ");
      thrown.printStackTrace(err);
    }
  }

  private void ended(int status) {
    try {
      state.close();
      ProgramStatics statics = state.statics();
      if (statics != null) {
        statics.end();
      }
      for (AutoCloseable end : ends) {
        try {
          end.close();
        } catch (Exception e) {
          // a stream of the embedder's that cannot be closed ends with the program anyway
        }
      }
    } finally {
      ending.begin(status);
    }
  }

  /** Everything is taken back, or what resists is known. */
  void exited(int status) {
    exit.complete(status & BYTE);
  }

  JdkState state() {
    return state;
  }

  /** Unlike that of any process, and of other hosts' programs unless the hosts' differ by 1024. */
  @Override
  public long pid() {
    return pid;
  }

  /** The name in listings and messages. */
  public String name() {
    return name;
  }

  public State phase() {
    return life.state();
  }

  public String mainClassName() {
    return main.owner().getName();
  }

  public List<String> arguments() {
    return arguments;
  }

  /** Main class and arguments. */
  public String commandLine() {
    return arguments.isEmpty()
        ? mainClassName()
        : mainClassName() + " " + String.join(" ", arguments);
  }

  public Instant started() {
    return started;
  }

  /** How it is kept apart from others of its class path; never {@link Isolation#AUTO}. */
  public Isolation isolation() {
    return isolation.mode();
  }

  /** Why so, in one line; empty where it is as was asked for. */
  public String isolationReason() {
    return isolation.reason();
  }

  /** What the main method threw, if it ended so. */
  public Optional<Throwable> uncaught() {
    return Optional.ofNullable(uncaught.getNow(null));
  }

  /**
   * Completes with what the main method threw, after it was reported; never, if it did not throw.
   * Other threads may keep the program alive after that, as they would a JVM.
   */
  public CompletableFuture<Throwable> onUncaught() {
    return uncaught.copy();
  }

  /** Its live threads, platform and virtual. */
  public List<Thread> threads() {
    return threads.live();
  }

  /**
   * Threads that still live although the program has exited and every means of ending them was
   * tried; empty otherwise, and again when they have ended after all. They keep the program's
   * classes in memory, and whatever monitors they hold.
   */
  public List<Thread> survivors() {
    return ending.survivors();
  }

  /** The loader that defines its own classes. */
  public ClassLoader classLoader() {
    return loader;
  }

  /** The root group of the platform threads that its platform threads start. */
  public ThreadGroup threadGroup() {
    return threads.group();
  }

  /** One of its system properties, as the program sees it. */
  public Optional<String> property(String key) {
    return Optional.ofNullable(state.properties().getProperty(key));
  }

  /** The thread of its main method. */
  public Thread mainThread() {
    return threads.main();
  }

  /** The exit code, 0 to 255, once it has ended. */
  public OptionalInt exitCode() {
    return exit.isDone() ? OptionalInt.of(exit.join()) : OptionalInt.empty();
  }

  @Override
  public int exitValue() {
    return exitCode()
        .orElseThrow(() -> new IllegalThreadStateException("program " + name + " has not exited"));
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(status -> this);
  }

  /** Asks it to end as SIGTERM does: hooks run, the exit code is 143. Does not wait. */
  @Override
  public void destroy() {
    terminate(TERM);
  }

  /**
   * Asks it to end as by a signal that terminates: hooks run, the exit code is 128 and the signal's
   * number. Does not wait.
   */
  public void terminate(int signal) {
    Thread ignored = HostThreads.start(pid + "/terminate", () -> life.stop(128 + signal));
  }

  /**
   * Ends it as SIGKILL does: no hooks, exit code 137. Does not wait; {@link #waitFor} does, no
   * longer than {@link ProgramBuilder#killTimeout} and whatever the program's threads are doing.
   */
  @Override
  public Process destroyForcibly() {
    life.end(KILLED);
    return this;
  }

  /** Ends it as its own {@code Runtime.halt} would: no hooks, this exit code. */
  public void halt(int status) {
    life.end(status);
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public ProcessHandle toHandle() {
    return state.handle();
  }

  @Override
  public ProcessHandle.Info info() {
    return toHandle().info();
  }

  /** Its standard input, unless the builder named a stream. */
  @Override
  public OutputStream getOutputStream() {
    return stdin.sink();
  }

  /** Its standard output, unless the builder named a stream. */
  @Override
  public InputStream getInputStream() {
    return stdout.source();
  }

  /** Its standard error, unless the builder named a stream. */
  @Override
  public InputStream getErrorStream() {
    return stderr.source();
  }

  @Override
  public String toString() {
    return "Program[pid=" + pid + ", name=" + name + "]";
  }
}
