package dev.metaproc.isolation.jdk;

import dev.metaproc.api.ServiceContext;
import dev.metaproc.isolation.reclaim.OpenResources;
import dev.metaproc.isolation.reclaim.UndoJournal;
import dev.metaproc.isolation.shared.ProgramStatics;
import dev.metaproc.isolation.shared.SharedDomain;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
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
  }

  private final ClassLoader loader;
  private final @Nullable ProgramStatics statics;
  private final Lifecycle lifecycle;
  private final ServiceContext services;
  private final ProcessHandle handle;
  private final Map<String, String> environment;
  private final Path directory;
  private final String directoryPrefix;
  private final UndoJournal journal = new UndoJournal();
  private final OpenResources resources = new OpenResources();

  /** Threads the program made daemons itself. */
  final Map<Thread, Boolean> daemons = Collections.synchronizedMap(new WeakHashMap<>());

  /** Process builders whose environment is already the program's. */
  final Map<ProcessBuilder, Boolean> builders = Collections.synchronizedMap(new WeakHashMap<>());

  /** Files of the native libraries the program has loaded. */
  final Set<Path> nativeLibraries = ConcurrentHashMap.newKeySet();

  volatile Properties properties;
  volatile @Nullable PrintStream out;
  volatile @Nullable PrintStream err;
  volatile @Nullable InputStream in;
  volatile Thread.@Nullable UncaughtExceptionHandler defaultHandler;

  private JdkState(Builder from) {
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
    properties = from.properties;
    out = from.out;
    err = from.err;
    in = from.in;
  }

  /** The parts a state is made of; a plain carrier between two packages. */
  public record Builder(
      ClassLoader loader,
      Lifecycle lifecycle,
      ServiceContext services,
      ProcessHandle handle,
      Map<String, String> environment,
      Path directory,
      Properties properties,
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
