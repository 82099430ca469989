package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.ProgramEnded;
import dev.metaproc.isolation.jdk.SignalHooks;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.isolation.reclaim.MemoryReserve;
import dev.metaproc.isolation.reclaim.OpenResources;
import dev.metaproc.isolation.reclaim.Suspension;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.rewriter.JdkNeeds;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** The code of a program that was ended by SIGKILL. */
  static final int KILLED = 128 + 9;

  private static final int TERM = 15;
  private static final int NOT_RUNNABLE = 126;

  /** A process keeps the low byte of what it exits with. */
  private static final int BYTE = 0xff;

  private static final Map<Integer, String> HANDLED =
      Map.of(1, "HUP", 2, "INT", 10, "USR1", 12, "USR2", TERM, "TERM");

  private static final int PIPE = 64 * 1024;

  private final long pid;
  private final String name;
  private final IsolationChoice isolation;
  private final MainEntry main;
  private final List<String> arguments;
  private final List<String> javaArguments;
  private final Instant started = Instant.now();
  private final Life life;
  private final ProgramThreads threads;
  private final JdkState state;
  private final Ending ending;
  private final Consumer<? super Program> beforeMain;
  private final ClassLoader loader;
  private final int maxThreads;
  private final Runnable onThreadRefused;
  private final MetaProcess host;
  private final WeakReference<Program> parent;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final BytePipe stdin = new BytePipe(PIPE);
  private final BytePipe stdout = new BytePipe(PIPE);
  private final BytePipe stderr = new BytePipe(PIPE);
  private final List<AutoCloseable> ends;
  private final Suspension suspension;
  private final AtomicInteger pending = new AtomicInteger();
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();

  Program(
      long pid,
      ProgramBuilder from,
      IsolationChoice isolation,
      MainEntry main,
      ImageLoader loader,
      ModuleLayer layer,
      MetaProcess host,
      ScheduledExecutorService later,
      Consumer<Program> onEnd)
      throws ProgramException {
    this.pid = pid;
    this.isolation = isolation;
    this.main = main;
    this.arguments = from.arguments;
    this.javaArguments = javaArguments(from);
    this.name = from.name.isEmpty() ? main.className() : from.name;
    this.beforeMain = from.beforeMain;
    this.loader = loader;
    maxThreads = from.maxThreads;
    onThreadRefused = from.onThreadRefused;
    life = new Life(from.hookTimeout, this::ended, () -> equals(CurrentProgram.get()));
    this.host = host;
    parent = new WeakReference<>(from.parent);
    ProgramStreams streams = ProgramStreams.of(from, stdin, stdout, stderr);
    OutputStream out = streams.out();
    OutputStream err = streams.err();
    InputStream in = streams.in();
    ends = streams.ends();
    Map<String, String> environment = from.effectiveEnvironment();
    Map<String, String> culture =
        from.sharing(Share.PROPERTIES) == null
            ? LocaleVariables.properties(environment, from.properties)
            : Map.of();
    Properties properties = properties(from, culture);
    ProgramGroup group = new ProgramGroup(ProgramThreads.rootGroup(), this);
    state =
        new JdkState.Builder(
                loader,
                group,
                layer,
                JdkChanges::require,
                DefinedClasses.INSTANCE,
                life,
                services(from, loader),
                new ProgramHandle(this),
                environment,
                from.workingDirectory(),
                properties,
                options(from),
                from.processors,
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
                    of, from.stackSize, main::handle, arguments.toArray(String[]::new), this),
            state.contextClassLoader());
    suspension = new Suspension(threads::live);
    ending = new Ending(this, threads, from.killTimeout, later, onEnd);
    Beginnings.apply(from, culture, loader, state);
  }

  private static Function<Runnable, Thread> virtualMain(@Nullable Carriers carriers, int home) {
    return carriers == null
        ? Thread.ofVirtual().name("main")::unstarted
        : task -> carriers.newThread("main", home, task);
  }

  private Services services(ProgramBuilder from, ClassLoader own) {
    Services made = Services.of(name, from.services, from.links, own);
    Program of = from.sharing(Share.SERVICES);
    return of == null ? made : made.with((Services) of.state.services());
  }

  private List<String> javaArguments(ProgramBuilder from) {
    List<String> words = new ArrayList<>(options(from));
    words.removeIf(word -> word.startsWith("-Djdk.module.main=")); // what -m sets
    if (!from.classPath.isEmpty()) {
      words.addAll(List.of("-cp", join(from.classPath)));
    }
    if (from.jar != null) {
      words.addAll(List.of("-jar", from.jar.toString()));
    } else if (from.mainModule != null) {
      words.addAll(
          List.of("-p", join(from.modulePath), "-m", from.mainModule + "/" + mainClassName()));
    } else {
      words.add(mainClassName());
    }
    words.addAll(arguments);
    return List.copyOf(words);
  }

  private static List<String> options(ProgramBuilder from) {
    if (from.jvmArguments != null) {
      return from.jvmArguments;
    }
    return from.properties.entrySet().stream()
        .map(property -> "-D" + property.getKey() + "=" + property.getValue())
        .toList();
  }

  private Properties properties(ProgramBuilder from, Map<String, String> culture) {
    Program of = from.sharing(Share.PROPERTIES);
    if (of != null) {
      from.properties.forEach(of.state.properties()::setProperty);
      return of.state.properties();
    }
    Properties properties = new Properties();
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> !isOfHost(key))
        .forEach(key -> properties.setProperty(key, System.getProperty(key)));
    String classPath = from.jar != null ? from.jar.toString() : join(from.classPath);
    properties.setProperty("java.class.path", classPath);
    if (!from.modulePath.isEmpty()) {
      properties.setProperty("jdk.module.path", join(from.modulePath));
    }
    if (from.mainModule != null) {
      properties.setProperty("jdk.module.main", from.mainModule);
      properties.setProperty("jdk.module.main.class", mainClassName());
    }
    culture.forEach(properties::setProperty);
    culture.keySet().forEach(key -> properties.remove(key, "")); // one it would not have
    properties.setProperty("user.dir", from.workingDirectory().toString());
    properties.setProperty("sun.java.command", commandLine());
    from.properties.forEach(properties::setProperty);
    return properties;
  }

  /** What options of the JVM's own command line set. */
  private static boolean isOfHost(String key) {
    return key.startsWith("jdk.module.") || key.equals("sun.misc.unsafe.memory.access");
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

  /**
   * Before one of its threads starts another.
   *
   * @throws OutOfMemoryError as of a process that may have no more
   */
  void checkThreads(Thread another) {
    if (maxThreads == 0 || another.equals(threads.main()) || life.state() != State.RUNNING) {
      return;
    }
    if (HostThreads.isOne(another)) {
      return; // its thread is about to be helped, or to have something told of it
    }
    int count = threads.countPlatform();
    if (count >= maxThreads) {
      onThreadRefused.run();
      throw new OutOfMemoryError(
          "unable to create native thread: program "
              + name
              + " has "
              + count
              + " threads, and may have "
              + maxThreads);
    }
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
    if (thrown instanceof OutOfMemoryError) {
      MemoryReserve.spend();
    }
    if (thrown instanceof OwnJvmNeededException) {
      uncaught.complete(thrown);
      return NOT_RUNNABLE;
    }
    int status = report(thrown);
    try {
      uncaught.complete(thrown);
    } catch (OutOfMemoryError e) {
      // whoever wanted to know asks when it has ended
    }
    return status;
  }

  private static int report(Throwable thrown) {
    if (thrown instanceof ProgramEnded) {
      return 1;
    }
    try {
      HostFrames.remove(thrown);
      Thread self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    } catch (Throwable again) {
      // a handler that throws, or no memory to report with: the JVM ignores it, too
    }
    return 1;
  }

  /** On the main thread, when the main method has returned or thrown. */
  void mainEnded(int status) {
    if (!life.hasEnded()) {
      threads.awaitNonDaemons();
      MemoryReserve.spendIfNeeded(); // no thread is left to take that, too
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

  /** The program it was made the child of, as long as that runs; else null. */
  @Nullable Program parent() {
    Program made = parent.get();
    return made != null && made.isAlive() ? made : null;
  }

  /** Those made its children, as long as they run. */
  @Override
  public Stream<ProcessHandle> children() {
    return host.childrenOf(this).stream().map(Program::toHandle);
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return host.childrenOf(this).stream()
        .flatMap(each -> Stream.concat(Stream.of(each.toHandle()), each.descendants()));
  }

  /** The name in listings and messages. */
  public String name() {
    return name;
  }

  public State phase() {
    return life.state();
  }

  public String mainClassName() {
    return main.className();
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

  /** What {@code java} would be given to run it in a JVM of its own. */
  List<String> javaArguments() {
    return javaArguments;
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

  /** The live threads of each of many programs: one walk of the JVM's, where one by one is many. */
  public static List<List<Thread>> threads(List<Program> programs) {
    return ProgramThreads.live(programs.stream().map(each -> each.threads).toList());
  }

  /**
   * Threads that still live although the program has exited and every means of ending them was
   * tried; empty otherwise, and again when they have ended after all. They keep the program's
   * classes in memory, and whatever monitors they hold.
   */
  public List<Thread> survivors() {
    return ending.survivors();
  }

  /** How many classes its loaders have defined, or the loader it shares with others. */
  public int loadedClasses() {
    return state.loadedClasses();
  }

  /** What it has open. */
  public OpenResources.Count openResources() {
    return state.resources().count();
  }

  /**
   * Runs the main method of another class of its class path within it: on a thread of its own, with
   * its statics, properties and streams, as {@code docker exec} runs a command within a container.
   *
   * @param around runs the task it is given, on that thread
   * @return completes with 0, or with 1 when the method threw; not before the program's own end
   *     when it called exit
   * @throws ProgramException if there is no such class, or it has no main method
   * @throws IllegalStateException if the program has ended
   */
  public CompletableFuture<Integer> execute(
      String mainClass, List<String> words, Consumer<Runnable> around) throws ProgramException {
    if (life.hasEnded()) {
      throw new IllegalStateException("program " + name + " has ended");
    }
    MethodHandle handle = executable(mainClass);
    CompletableFuture<Integer> end = new CompletableFuture<>();
    Runnable task =
        () -> {
          ProgramStatics statics = state.statics();
          if (statics != null) {
            statics.enter();
          }
          int code = 0;
          try {
            handle.invokeExact(words.toArray(String[]::new));
          } catch (Throwable thrown) {
            code = report(thrown);
          }
          if (!life.hasEnded()) {
            end.complete(code);
          }
        };
    Thread thread = threads.make("exec " + mainClass, () -> around.accept(task));
    var _ = exit.thenAccept(end::complete);
    thread.start();
    return end;
  }

  private MethodHandle executable(String mainClass) throws ProgramException {
    try {
      return MainMethod.of(Class.forName(mainClass, false, loader)).handle();
    } catch (ClassNotFoundException e) {
      throw ProgramException.notFound(
          "no class " + mainClass + " on the class path of program " + name, e);
    } catch (LinkageError e) {
      throw ProgramException.notRunnable(StartFailures.linkage(mainClass, e), e);
    }
  }

  /** Processor time of the platform threads that live, on all processors together. */
  Duration cpuTime() {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    long nanos =
        threads.live().stream()
            .filter(thread -> !thread.isVirtual())
            .mapToLong(thread -> bean.getThreadCpuTime(thread.threadId()))
            .filter(time -> time > 0)
            .sum();
    return Duration.ofNanos(nanos);
  }

  /** The loader that defines its own classes. */
  public ClassLoader classLoader() {
    return loader;
  }

  /**
   * A class file as it would have been defined for this program: for whoever redefines its classes.
   *
   * @throws IllegalArgumentException when it is no class file
   */
  public byte[] redirected(byte[] classFile) {
    byte[] redirected;
    try {
      redirected = Image.redirected(classFile);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not a class file: " + e.getMessage(), e);
    }
    JdkChanges.require(JdkNeeds.table().of(redirected));
    return redirected;
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
   * Holds all its threads, as SIGSTOP does, until {@link #resume}. A signal that terminates waits
   * until then; {@link #destroyForcibly} does not.
   *
   * @throws IllegalStateException with the reason when it cannot be held; then it runs on
   */
  public void suspend() {
    Optional<String> reason = isAlive() ? suspension.hold() : Optional.empty();
    if (reason.isPresent()) {
      throw new IllegalStateException("program " + name + " cannot be suspended: " + reason.get());
    }
  }

  /** Lets its threads go on; what they were asked meanwhile happens now. */
  public void resume() {
    suspension.release();
    int signal = pending.getAndSet(0);
    if (signal > 0) {
      terminate(signal);
    }
  }

  /** Whether it is held by {@link #suspend}. */
  public boolean isSuspended() {
    return suspension.isHeld();
  }

  /**
   * Asks it to end as by a signal that terminates: hooks run, the exit code is 128 and the signal's
   * number, unless {@link #handles} says that it sees to it itself. Does not wait.
   */
  public void terminate(int signal) {
    if (isSuspended()) {
      pending.set(signal);
      return;
    }
    String handled = HANDLED.get(signal);
    if (handled != null && isAlive() && SignalHooks.deliver(state, handled)) {
      return;
    }
    Thread ignored = HostThreads.start(pid + "/terminate", () -> life.stop(128 + signal));
  }

  /** Whether it has a handler of its own for the signal of this number, or ignores it. */
  public boolean handles(int signal) {
    String name = HANDLED.get(signal);
    return name != null && SignalHooks.handles(state, name);
  }

  /**
   * Ends it as SIGKILL does: no hooks, exit code 137. Does not wait; {@link #waitFor} does, no
   * longer than {@link ProgramBuilder#killTimeout} and whatever the program's threads are doing.
   */
  @Override
  public Process destroyForcibly() {
    life.end(KILLED);
    suspension.release();
    return this;
  }

  /** Sees to it that {@link #condemn} takes no memory. */
  public void prepareToCondemn() {
    ending.prepare();
  }

  /**
   * Makes its loops throw, for when there is no memory to end it with: takes none if it was
   * prepared, and gives back what its threads alone hold. {@link #destroyForcibly} has to follow.
   */
  public void condemn() {
    life.condemn();
    ending.arm();
  }

  /** Whether {@link #condemn} has been called. */
  public boolean isCondemned() {
    return life.isCondemned();
  }

  /** Ends it as its own {@code Runtime.halt} would: no hooks, this exit code. */
  public void halt(int status) {
    life.end(status);
    suspension.release();
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
