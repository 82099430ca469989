package dev.metaproc.isolation;

import dev.metaproc.isolation.scheduler.Carriers;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes a program and starts it, as {@link ProcessBuilder} does a process:
 *
 * {@snippet :
 * try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
 *   Program tool = host.program().jar(Path.of("tool.jar")).arguments(List.of("--help")).start();
 *   tool.getInputStream().transferTo(System.out);
 *   int exit = tool.waitFor();
 * }
 * }
 *
 * <p>May be reused: every {@link #start} makes a new program from the class path as the first one
 * found it. Not thread-safe.
 */
public final class ProgramBuilder {
  private final MetaProcess host;
  String name = "";
  List<Path> classPath = List.of();
  @Nullable Path jar;
  List<Path> modulePath = List.of();
  List<String> addModules = List.of();
  @Nullable String mainModule;
  @Nullable String mainClass;
  List<String> arguments = List.of();
  Map<String, String> environment = System.getenv();
  boolean hasEnvironment;
  Path directory = Path.of("").toAbsolutePath();
  boolean hasDirectory;
  final Map<String, String> properties = new LinkedHashMap<>();
  @Nullable List<String> jvmArguments;
  AssertionOptions assertions = AssertionOptions.NONE;
  ThreadKind threads = ThreadKind.PLATFORM;
  @Nullable Carriers carriers;
  int home;
  long stackSize;
  Isolation isolation = Isolation.LOADER;
  int instances = 1;
  int maxThreads;
  int processors;
  Runnable onThreadRefused = () -> {};
  Duration hookTimeout = Duration.ofSeconds(30);
  Duration killTimeout = Duration.ofSeconds(3);
  @Nullable InputStream input;
  @Nullable OutputStream output;
  @Nullable OutputStream error;
  Redirect redirectInput = Redirect.PIPE;
  Redirect redirectOutput = Redirect.PIPE;
  Redirect redirectError = Redirect.PIPE;
  boolean redirectErrorStream;
  @Nullable Program parent;
  Set<Share> shared = Set.of();
  final Map<Class<?>, Function<? super ClassLoader, ?>> services = new LinkedHashMap<>();
  final Map<String, ProgramLink<?>> links = new LinkedHashMap<>();
  final List<AgentJar> agents = new ArrayList<>();
  final List<String> opens = new ArrayList<>();
  final List<String> exports = new ArrayList<>();
  Consumer<? super Program> beforeMain = program -> {};

  /** What {@link #start} found on the class path; null until then and after a change of it. */
  @Nullable Image image;

  record AgentJar(Path jar, @Nullable String options) {}

  ProgramBuilder(MetaProcess host) {
    this.host = host;
  }

  /** The name in listings and messages; the main class's by default. */
  public ProgramBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Jars and directories of classes; elements that do not exist are skipped. */
  public ProgramBuilder classPath(List<Path> classPath) {
    this.classPath = List.copyOf(classPath);
    image = null;
    return this;
  }

  /**
   * Modular jars, directories of such, and exploded modules: {@code java -p}. The modules the main
   * module needs become a layer of the program's own. Goes with {@link #mainModule} or {@link
   * #addModules}; what is on the class path as well is in no module.
   */
  public ProgramBuilder modulePath(List<Path> modulePath) {
    this.modulePath = List.copyOf(modulePath);
    image = null;
    return this;
  }

  /** {@code --add-modules}: modules of the module path, or {@code ALL-MODULE-PATH}. */
  public ProgramBuilder addModules(List<String> modules) {
    this.addModules = List.copyOf(modules);
    image = null;
    return this;
  }

  /** The module to start: {@code java -m}; its main class is that of its descriptor by default. */
  public ProgramBuilder mainModule(String mainModule) {
    this.mainModule = mainModule;
    image = null;
    return this;
  }

  /** Binary name of the class with the main method. */
  public ProgramBuilder mainClass(String mainClass) {
    this.mainClass = mainClass;
    return this;
  }

  /** As {@code java -jar}: the class path is this jar, the main class its manifest's. */
  public ProgramBuilder jar(Path jar) {
    this.jar = jar;
    image = null;
    return this;
  }

  public ProgramBuilder arguments(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
    return this;
  }

  /** The whole environment; the host's by default. */
  public ProgramBuilder environment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    hasEnvironment = true;
    return this;
  }

  /** The working directory; the host's by default. */
  public ProgramBuilder directory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    hasDirectory = true;
    image = null;
    return this;
  }

  /** A system property, over those of the JVM. */
  public ProgramBuilder property(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /**
   * The options it is told it was started with: {@code RuntimeMXBean.getInputArguments} lists them
   * and {@code ProcessHandle.Info} has them in its command line. Its properties by default.
   */
  public ProgramBuilder jvmArguments(List<String> words) {
    jvmArguments = List.copyOf(words);
    return this;
  }

  public ProgramBuilder assertions(AssertionOptions assertions) {
    this.assertions = assertions;
    return this;
  }

  /** What the main thread is; a platform thread by default. */
  public ProgramBuilder threads(ThreadKind threads) {
    this.threads = threads;
    return this;
  }

  /** How the program is kept apart from others that run from the same class path. */
  public ProgramBuilder isolation(Isolation isolation) {
    this.isolation = isolation;
    return this;
  }

  /**
   * How many programs will be started from this class path, as far as is known: whether sharing
   * pays. 1 by default.
   */
  public ProgramBuilder instances(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("instances=" + count + " must be positive");
    }
    this.instances = count;
    return this;
  }

  /**
   * Which scheduler runs a virtual main thread, and on which of its carriers; the JDK's by default.
   */
  public ProgramBuilder carrier(Carriers carriers, int home) {
    this.carriers = carriers;
    this.home = home;
    return this;
  }

  /**
   * How many live platform threads it may have; a start of one more fails with the {@link
   * OutOfMemoryError} of a process that is at its limit.
   *
   * @param refused called on the thread whose start fails
   */
  public ProgramBuilder maxThreads(int most, Runnable refused) {
    if (most < 1) {
      throw new IllegalArgumentException("maxThreads=" + most + " must be positive");
    }
    maxThreads = most;
    onThreadRefused = refused;
    return property("dev.metaproc.maxThreads", Integer.toString(most));
  }

  /**
   * How many processors {@code Runtime.availableProcessors} says there are, if the JVM has as many,
   * and how large its common pool is: those of the JVM by default. It binds no thread to them.
   */
  public ProgramBuilder processors(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("processors=" + count + " must be positive");
    }
    processors = count;
    return this;
  }

  /** Stack of a platform main thread in bytes; 0 is the JVM's default. */
  public ProgramBuilder stackSize(long bytes) {
    this.stackSize = bytes;
    return this;
  }

  /**
   * How long the program's shutdown hooks may take, all together; 30 s by default, {@link
   * Duration#ZERO} for as long as they like. Then it ends without waiting for them, with the exit
   * code it was to end with.
   */
  public ProgramBuilder hookTimeout(Duration hookTimeout) {
    this.hookTimeout = notNegative("hookTimeout", hookTimeout);
    return this;
  }

  /**
   * How long the end of the program may take once its hooks have run, 3 s by default: its threads
   * that live longer are reported as {@link Program#survivors()}.
   */
  public ProgramBuilder killTimeout(Duration killTimeout) {
    this.killTimeout = notNegative("killTimeout", killTimeout);
    return this;
  }

  private static Duration notNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          name + "=" + duration + " is negative: name a duration of zero or more");
    }
    return duration;
  }

  /** Where the program's {@code System.in} reads; by default {@link Program#getOutputStream}. */
  public ProgramBuilder input(InputStream input) {
    this.input = DelegatingInputStream.resolve(input);
    return this;
  }

  /**
   * Where its {@code System.out} writes; by default {@link Program#getInputStream}. {@code
   * System.out} stands for what the caller's is now.
   */
  public ProgramBuilder output(OutputStream output) {
    this.output = DelegatingPrintStream.resolve(output);
    return this;
  }

  /** Where its {@code System.err} writes; by default {@link Program#getErrorStream}. */
  public ProgramBuilder error(OutputStream error) {
    this.error = DelegatingPrintStream.resolve(error);
    return this;
  }

  /** As {@link ProcessBuilder#redirectInput}; a stream given to {@link #input} goes first. */
  public ProgramBuilder redirectInput(Redirect source) {
    redirectInput = source;
    return this;
  }

  /** As {@link ProcessBuilder#redirectOutput}; a stream given to {@link #output} goes first. */
  public ProgramBuilder redirectOutput(Redirect destination) {
    redirectOutput = destination;
    return this;
  }

  /** As {@link ProcessBuilder#redirectError}; a stream given to {@link #error} goes first. */
  public ProgramBuilder redirectError(Redirect destination) {
    redirectError = destination;
    return this;
  }

  /** Whether standard error goes where standard output goes, as of {@link ProcessBuilder}. */
  public ProgramBuilder redirectErrorStream(boolean merged) {
    redirectErrorStream = merged;
    return this;
  }

  /** All three streams are those of the host's process, as of {@link ProcessBuilder#inheritIO}. */
  public ProgramBuilder inheritIo() {
    return redirectInput(Redirect.INHERIT)
        .redirectOutput(Redirect.INHERIT)
        .redirectError(Redirect.INHERIT);
  }

  /**
   * Makes the program the child of another of this host, of which it shares what is named.
   *
   * @throws IllegalArgumentException if the parent is another host's, or shares its own classes
   */
  public ProgramBuilder parent(Program program, Share... what) {
    Set<Share> flags = Set.of(what);
    if (flags.contains(Share.CLASSES) && program.isolation() != Isolation.LOADER) {
      throw new IllegalArgumentException(
          "program "
              + program.name()
              + " is in "
              + program.isolation()
              + " mode and cannot be the parent of one with CLASSES: start it in loader mode");
    }
    parent = program;
    shared = flags;
    image = null;
    return this;
  }

  /**
   * Publishes a service of the host: its methods run on threads of the host, with the host's
   * streams and class loader, and never more of them at the same time for one program than {@link
   * HostCalls#MOST}.
   *
   * @param type an interface of an {@link ApiSurface} package or of the JDK
   * @throws IllegalArgumentException if programs do not see that interface
   */
  public <T> ProgramBuilder hostService(Class<T> type, T service) {
    services.put(visible(type), loader -> HostCalls.of(type, service));
    return this;
  }

  /** Programs would ask for a class of their own of that name, under which nothing is published. */
  private <T> Class<T> visible(Class<T> type) {
    if (!host.shows(type)) {
      throw new IllegalArgumentException(
          "service type "
              + type.getName()
              + " is not in the API surface of this host, so programs do not see it: open the host"
              + " with new ApiSurface(Set.of(\""
              + type.getPackageName()
              + "\"), Set.of())");
    }
    return type;
  }

  /**
   * Gives the program an end of a link, which its {@link dev.metaproc.api.ServiceContext} finds.
   */
  public ProgramBuilder link(String linkName, ProgramLink<?> link) {
    links.put(linkName, link);
    return this;
  }

  /**
   * Publishes a service to the program's {@link dev.metaproc.api.ServiceContext}; its methods run
   * on the thread that calls them.
   */
  public <T> ProgramBuilder service(Class<T> type, T service) {
    services.put(visible(type), loader -> service);
    return this;
  }

  /**
   * Publishes a service that is made anew for every program.
   *
   * @param service given the class loader of the program's own classes
   */
  public <T> ProgramBuilder serviceOf(
      Class<T> type, Function<? super ClassLoader, ? extends T> service) {
    services.put(visible(type), service);
    return this;
  }

  /**
   * {@code -javaagent}: runs before the main class is loaded, and is shown and may change the
   * program's own classes and no others.
   *
   * @param options what follows the {@code =}; null without one
   */
  public ProgramBuilder agent(Path agentJar, @Nullable String options) {
    agents.add(new AgentJar(agentJar, options));
    image = null;
    return this;
  }

  /** {@code --add-opens}: {@code module/package}, opened to this program alone. */
  public ProgramBuilder addOpens(String moduleAndPackage) {
    opens.add(moduleAndPackage);
    return this;
  }

  /** {@code --add-exports}: {@code module/package}, exported to this program alone. */
  public ProgramBuilder addExports(String moduleAndPackage) {
    exports.add(moduleAndPackage);
    return this;
  }

  /**
   * Runs on the main thread before the program's first instruction; may wait, and may end the
   * program.
   */
  public ProgramBuilder beforeMain(Consumer<? super Program> action) {
    this.beforeMain = action;
    return this;
  }

  /**
   * Loads the main class and starts its thread. No code of the program has run before this returns.
   *
   * @throws ProgramException if there is no such jar, directory or class, or it cannot be run
   * @throws IllegalStateException if the host is closed or no program was named
   */
  public Program start() throws ProgramException {
    return host.start(this);
  }

  /** The directory as it will be: the parent's where that is shared. */
  Path workingDirectory() {
    Program from = parent;
    return from != null && !hasDirectory && shared.contains(Share.DIRECTORY)
        ? from.state().directory()
        : directory;
  }

  Map<String, String> effectiveEnvironment() {
    Program from = parent;
    return from != null && !hasEnvironment && shared.contains(Share.ENVIRONMENT)
        ? from.state().environment()
        : environment;
  }

  /** The parent, if that is shared with it. */
  @Nullable Program sharing(Share what) {
    return shared.contains(what) ? parent : null;
  }
}
