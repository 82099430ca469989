package dev.metaproc.isolation.jdk;

import dev.metaproc.api.ServiceContext;
import dev.metaproc.isolation.reclaim.OpenResources;
import dev.metaproc.isolation.reclaim.UndoJournal;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.isolation.shared.SharedDomain;
import dev.metaproc.rewriter.JdkClass;
import dev.metaproc.rewriter.JdkNeeds;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * What one program sees of the JVM: the per-program copy of everything that {@code java.lang} keeps
 * once per JVM. Fields a program may replace are volatile; the rest never change.
 */
public final class JdkState {
  /**
   * Implemented by the loaders of programs, so that a shim finds its program's state: always the
   * same in loader mode, that of the calling thread's program in shared mode.
   */
  public interface Holder {
    JdkState jdkState();

    /** What the loops of its classes call. */
    LoopPoll poll();

    /** How many classes it has defined. */
    int definedClasses();
  }

  private final ClassLoader loader;
  private final @Nullable ProgramStatics statics;
  private final Lifecycle lifecycle;
  private final ServiceContext services;
  private final ProcessHandle handle;
  private final Map<String, String> environment;
  private final Path directory;
  private final String directoryPrefix;
  private final byte[] directoryBytes;
  private final UndoJournal journal = new UndoJournal();
  private final OpenResources resources = new OpenResources();

  private final Redirected redirected = new Redirected(this);
  private final Slots slots = new Slots(this);
  private final RecorderHooks.Told told = new RecorderHooks.Told();
  private final JdkLoggers loggers = new JdkLoggers();
  private final SerialFilters serialFilters;
  private final ThreadGroup group;
  private final LongAdder definedClasses = new LongAdder();

  /** Threads the program made daemons itself. */
  final Map<Thread, Boolean> daemons = Collections.synchronizedMap(new WeakHashMap<>());

  /** Process builders whose environment is already the program's. */
  final Map<ProcessBuilder, Boolean> builders = Collections.synchronizedMap(new WeakHashMap<>());

  /** What {@code sun.misc.Signal} was told, by the signal's name. */
  final Map<String, Object> signalHandlers = new ConcurrentHashMap<>();

  /** Files of the native libraries the program has loaded. */
  final Set<Path> nativeLibraries = ConcurrentHashMap.newKeySet();

  /** The properties the program began with. */
  final Map<Object, Object> initialProperties;

  final List<String> options;

  volatile Properties properties;
  volatile @Nullable PrintStream out;
  volatile @Nullable PrintStream err;
  volatile @Nullable InputStream in;
  volatile Thread.@Nullable UncaughtExceptionHandler defaultHandler;

  private @Nullable ForkJoinPool commonPool;
  private DescriptorHooks.@Nullable Descriptors descriptors;
  private NotificationHooks.@Nullable Listeners listeners;
  private @Nullable MBeanServer beanServer;
  private final ProgramInput standardIn;
  private final Builder first;
  private final Consumer<Set<JdkClass>> changes;
  private final Definitions definitions;

  private JdkState(Builder from) {
    first = from;
    group = from.group;
    changes = from.changes;
    definitions = from.definitions;
    loader = from.loader;
    statics =
        loader instanceof SharedDomain domain
            ? new ProgramStatics(domain, this, ProgramEnded::new)
            : null;
    lifecycle = from.lifecycle;
    services = from.services;
    handle = from.handle;
    environment = Map.copyOf(from.environment);
    directory = from.directory;
    String prefix = directory.toString();
    directoryPrefix =
        prefix.endsWith("/") ? prefix : prefix + directory.getFileSystem().getSeparator();
    directoryBytes = NameHooks.bytes(directoryPrefix);
    properties = from.properties;
    initialProperties = Map.copyOf(from.properties);
    options = List.copyOf(from.options);
    serialFilters = new SerialFilters(this);
    out = from.out;
    err = from.err;
    standardIn = new ProgramInput(this, from.in);
    in = new BufferedInputStream(standardIn); // as a JVM's is: it may be marked, and reads ahead
  }

  /**
   * The parts a state is made of; a plain carrier between two packages.
   *
   * @param layer the program's modules, or the JVM's if it is not modular
   * @param group of the threads that the JDK runs for the program
   * @param changes makes changes in classes of the JDK, if they are not made yet
   * @param definitions rewrites the classes the program defines itself
   * @param options what would stand before the main class on a command line
   * @param processors how many it may use at most; 0 for all that the JVM may
   */
  public record Builder(
      ClassLoader loader,
      ThreadGroup group,
      ModuleLayer layer,
      Consumer<Set<JdkClass>> changes,
      Definitions definitions,
      Lifecycle lifecycle,
      ServiceContext services,
      ProcessHandle handle,
      Map<String, String> environment,
      Path directory,
      Properties properties,
      List<String> options,
      int processors,
      PrintStream out,
      PrintStream err,
      InputStream in) {
    public JdkState build() {
      return new JdkState(this);
    }
  }

  /**
   * The state of the program that {@code shim} was defined for.
   *
   * @throws IllegalStateException if its loader belongs to no program
   */
  public static JdkState of(Class<?> shim) {
    return holderOf(shim).jdkState();
  }

  /**
   * What knows the state of the calling program: the loader that {@code shim} was defined by.
   *
   * @throws IllegalStateException if that loader belongs to no program
   */
  public static Holder holderOf(Class<?> shim) {
    if (shim.getClassLoader() instanceof Holder holder) {
      return holder;
    }
    throw new IllegalStateException(shim.getClassLoader() + " is not the loader of a program");
  }

  /** Its values of static fields of the JDK. */
  public Slots slots() {
    return slots;
  }

  /** The program's common pool, made when it is first asked for. */
  synchronized ForkJoinPool commonPool() {
    ForkJoinPool pool = commonPool;
    if (pool == null) {
      pool = CommonPool.make(this, group);
      commonPool = pool;
    }
    return pool;
  }

  /** Made when the program first asks for one. */
  synchronized DescriptorHooks.Descriptors descriptors() {
    DescriptorHooks.Descriptors made = descriptors;
    if (made == null) {
      memberUsed("java/io/FileDescriptor", "out"); // its call sites are rewritten
      made = new DescriptorHooks.Descriptors(standardIn, first.out, first.err);
      descriptors = made;
    }
    return made;
  }

  /** Made when the program first listens to a bean of the JVM's. */
  synchronized NotificationHooks.Listeners listeners() {
    NotificationHooks.Listeners made = listeners;
    if (made == null) {
      made = new NotificationHooks.Listeners(this);
      listeners = made;
    }
    return made;
  }

  /** The program's platform server of beans, made when it is first asked for. */
  synchronized MBeanServer beanServer(Supplier<MBeanServer> make) {
    MBeanServer made = beanServer;
    if (made == null) {
      made = make.get();
      beanServer = made;
    }
    return made;
  }

  /** Ends what the JDK runs for the program on threads of its own. */
  public synchronized void close() {
    try {
      standardIn.end();
    } catch (IOException e) {
      // nobody reads it any more
    }
    if (descriptors != null) {
      descriptors.close();
    }
    if (commonPool != null) {
      commonPool.shutdownNow();
    }
  }

  /** Makes what a program with such a system property needs, before code of the JDK reads it. */
  void propertySet(String key) {
    changes.accept(JdkNeeds.table().ofProperty(key));
  }

  /** Makes what a call of that member needs. */
  void memberUsed(String owner, String name) {
    changes.accept(JdkNeeds.table().ofMember(owner, name));
  }

  Definitions definitions() {
    return definitions;
  }

  /** What it has told the flight recorder. */
  RecorderHooks.Told told() {
    return told;
  }

  /** Its own of the loggers that the JDK's classes keep. */
  public JdkLoggers loggers() {
    return loggers;
  }

  SerialFilters serialFilters() {
    return serialFilters;
  }

  Redirected redirected() {
    return redirected;
  }

  /** Standard output as the program was given it, whatever it has set since. */
  public OutputStream standardOut() {
    return first.out;
  }

  public OutputStream standardErr() {
    return first.err;
  }

  public ProgramInput standardIn() {
    return standardIn;
  }

  /** Counts the classes that loaders of the program's own define. */
  public LongAdder definedClasses() {
    return definedClasses;
  }

  /** How many classes its loaders have defined, or the loader it shares with others. */
  public int loadedClasses() {
    return ((Holder) loader).definedClasses() + definedClasses.intValue();
  }

  ThreadGroup group() {
    return group;
  }

  ModuleLayer layer() {
    return first.layer;
  }

  public ClassLoader loader() {
    return loader;
  }

  /** Its static fields, if it shares its classes with other programs; else null. */
  public @Nullable ProgramStatics statics() {
    return statics;
  }

  /** What a thread of the program must have as context class loader before it starts. */
  public ClassLoader contextClassLoader() {
    return statics == null ? loader : statics.context();
  }

  /** What the loops of its classes call. */
  LoopPoll loopPoll() {
    return ((Holder) loader).poll();
  }

  /** What the program changed in the JVM outside itself. */
  public UndoJournal journal() {
    return journal;
  }

  /** What the program has open. */
  public OpenResources resources() {
    return resources;
  }

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** How many processors it may use. */
  public int processors() {
    int all = Runtime.getRuntime().availableProcessors();
    return first.processors == 0 ? all : Math.min(first.processors, all);
  }

  public ServiceContext services() {
    return services;
  }

  public ProcessHandle handle() {
    return handle;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Path directory() {
    return directory;
  }

  /** The working directory ending in a separator, ready to be put before a relative name. */
  String directoryPrefix() {
    return directoryPrefix;
  }

  /** The same as the operating system is given it. */
  byte[] directoryBytes() {
    return directoryBytes;
  }

  public Properties properties() {
    return properties;
  }

  /** Standard output as the program set it; null if it set null. */
  public @Nullable PrintStream out() {
    return out;
  }

  public @Nullable PrintStream err() {
    return err;
  }

  public @Nullable InputStream in() {
    return in;
  }

  public Thread.@Nullable UncaughtExceptionHandler defaultHandler() {
    return defaultHandler;
  }
}
