package dev.metaproc.isolation;

import dev.metaproc.isolation.ProgramException.Kind;
import dev.metaproc.isolation.reclaim.HostThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The host: one JVM process in which programs run. While it is open the JVM's standard streams and
 * default exception handler are delegates that serve each thread what belongs to its program.
 *
 * <p>Safe for use by any thread. {@link #close} ends every program still running, without hooks.
 */
public final class MetaProcess implements AutoCloseable {
  // above every pid of Linux, and an int in all: libraries refuse larger ones
  private static final long FIRST_PID = 1 << 22;
  private static final long PIDS_PER_HOST = 2_000_000;
  private static final long HOSTS = 1024;
  private static final long SAVE_SECONDS = 2;

  private final ApiSurface api;
  private final Delegates delegates;
  private final AtomicLong nextPid =
      new AtomicLong(FIRST_PID + ProcessHandle.current().pid() % HOSTS * PIDS_PER_HOST + 1);
  private final Map<Long, Program> running = new ConcurrentSkipListMap<>();
  private final Images images;
  private final EndedLoaders endedLoaders = new EndedLoaders();
  private final Set<Program> tainting = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor later = later();
  private final List<ProgramListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean savePending = new AtomicBoolean();
  private volatile boolean closed;

  private MetaProcess(ApiSurface api, @Nullable Path cache) {
    this.api = api;
    this.images = new Images(cache);
    this.delegates = Delegates.install();
  }

  /** Makes this JVM a host whose programs may see {@code api}. */
  public static MetaProcess open(ApiSurface api) {
    return new MetaProcess(api, null);
  }

  /**
   * The same, keeping what is made of class paths for later hosts.
   *
   * @param cache directory of those files, of any number of hosts; made when needed
   */
  public static MetaProcess open(ApiSurface api, Path cache) {
    return new MetaProcess(api, cache);
  }

  /** A new description of a program. */
  public ProgramBuilder program() {
    return new ProgramBuilder(this);
  }

  /** Is this class the one that programs find under its name? */
  boolean shows(Class<?> type) {
    return type.getClassLoader() instanceof ImageLoader
        || ImageLoader.isElsewhere(type.getName(), api);
  }

  /** The programs that have started and not ended, by pid. */
  public List<Program> programs() {
    return List.copyOf(running.values());
  }

  /**
   * The programs that have ended and left threads behind which nothing could end. A host with many
   * of them should be replaced by a new one.
   */
  public List<Program> tainting() {
    tainting.removeIf(program -> program.survivors().isEmpty());
    return List.copyOf(tainting);
  }

  /**
   * The programs that have ended and whose classes a run of the collector leaves in memory. A
   * caller that still refers to a {@link Program} keeps that one itself. Runs the collector and, if
   * there are any, writes and reads a dump of the heap, which takes seconds.
   *
   * @throws IOException if the heap cannot be dumped to the directory for temporary files
   */
  public List<Leak> leaks() throws IOException {
    return endedLoaders.leaks();
  }

  /** Those whose parent it is. */
  List<Program> childrenOf(Program parent) {
    return programs().stream().filter(each -> parent.equals(each.parent())).toList();
  }

  /** Tells {@code listener} of every start and end from now on. */
  public void addListener(ProgramListener listener) {
    listeners.add(listener);
  }

  Program start(ProgramBuilder from) throws ProgramException {
    if (closed) {
      throw new IllegalStateException("the host is closed: open another MetaProcess");
    }
    checkDirectory(from.workingDirectory());
    Modules modules = modules(from);
    Agents agents = Agents.of(from);
    Image image = from.image == null ? image(from, modules, agents) : from.image;
    from.image = image;
    long pid = nextPid.getAndIncrement();
    String mainClass = mainClass(from, image, modules);
    IsolationChoice isolation = IsolationChoice.of(from, image, api);
    image.markRun();
    ImageLoader loader =
        isolation.mode() == Isolation.SHARED
            ? sharedLoader(from, image)
            : configured(ownLoader(pid, from, image, agents), from, image);
    ModuleLayer layer = ModuleLayer.boot();
    if (modules != null) {
      layer = modules.define(loader, mainClass);
      grant(from, image, loader, layer);
    }
    MainEntry main =
        loader instanceof ProgramLoader own && !agents.isEmpty()
            ? agents.entry(mainClass, own)
            : MainEntry.Loaded.of(mainMethod(mainClass, loader, from, image));
    Program program =
        new Program(pid, from, isolation, main, loader, layer, this, later, this::ended);
    running.put(pid, program);
    listeners.forEach(listener -> listener.started(program));
    Program parent = from.sharing(Share.END);
    if (parent != null) {
      var _ = parent.onExit().thenRun(program::destroyForcibly);
    }
    if (isolation.isFirst()) {
      var _ = program.onExit().thenRun(() -> prepareSharing(image));
    }
    program.start();
    return program;
  }

  private ProgramLoader ownLoader(long pid, ProgramBuilder from, Image image, Agents agents) {
    ProgramLoader loader = new ProgramLoader("program " + pid, image, api, images::open);
    Program parent = from.sharing(Share.CLASSES);
    if (parent != null) {
      loader.inherit(parent.classLoader());
    }
    if (!agents.isEmpty()) {
      loader.instrument();
    }
    return loader;
  }

  /** While nobody waits: it takes as long as a start. */
  private void prepareSharing(Image image) {
    if (!closed) {
      var _ = HostThreads.start("metaproc/prepare", () -> image.prepareSharing(api));
    }
  }

  private void ended(Program program) {
    running.remove(program.pid());
    endedLoaders.add(program);
    saveSoon();
    if (!program.survivors().isEmpty()) {
      tainting.add(program);
    }
    listeners.forEach(listener -> listener.ended(program));
  }

  /** Once for all programs that end within a short time. */
  private void saveSoon() {
    if (images.areKept() && savePending.compareAndSet(false, true)) {
      var _ =
          later.schedule(
              () -> {
                savePending.set(false);
                images.save();
              },
              SAVE_SECONDS,
              TimeUnit.SECONDS);
    }
  }

  private static void checkDirectory(Path directory) throws ProgramException {
    if (!Files.isDirectory(directory)) {
      throw ProgramException.notFound(
          "working directory " + directory + " does not exist: create it or name another", null);
    }
  }

  private static @Nullable Modules modules(ProgramBuilder from) throws ProgramException {
    if (from.mainModule == null && from.addModules.isEmpty()) {
      return null;
    }
    List<Path> path = from.modulePath.stream().map(each -> resolve(from, each)).toList();
    return Modules.resolve(path, from.mainModule, from.addModules);
  }

  private Image image(ProgramBuilder from, @Nullable Modules modules, Agents agents)
      throws ProgramException {
    Path jar = from.jar;
    if (jar != null && !Files.exists(resolve(from, jar))) {
      throw ProgramException.notFound(
          "no such jar: " + jar + " (looked in " + from.workingDirectory() + ")", null);
    }
    List<Path> classPath = modules == null ? new ArrayList<>() : modules.locations();
    for (Path path : jar != null ? List.of(jar) : from.classPath) {
      classPath.add(resolve(from, path));
    }
    classPath.addAll(agents.classPath());
    return images.open(classPath);
  }

  private static Path resolve(ProgramBuilder from, Path path) {
    return from.workingDirectory().resolve(path).normalize();
  }

  private static String mainClass(ProgramBuilder from, Image image, @Nullable Modules modules)
      throws ProgramException {
    if (from.mainClass != null) {
      return from.mainClass;
    }
    if (modules != null && from.mainModule != null) {
      return modules.mainClass();
    }
    if (from.jar == null) {
      throw new IllegalStateException("no program named: call jar, mainClass or mainModule");
    }
    if (!image.skipped().isEmpty()) {
      throw ProgramException.notRunnable(image.skipped().getFirst(), null);
    }
    Attributes manifest = image.mainAttributes();
    String name = manifest == null ? null : manifest.getValue(Attributes.Name.MAIN_CLASS);
    if (name == null) {
      throw ProgramException.notRunnable(
          from.jar
              + " names no main class: add Main-Class to its manifest, or give -cp and a class",
          null);
    }
    return name.trim();
  }

  private SharedLoader sharedLoader(ProgramBuilder from, Image image) throws ProgramException {
    SharedOptions options = SharedOptions.of(from);
    SharedLoader known = image.sharedLoader(options);
    if (known != null) {
      return known;
    }
    SharedLoader made = new SharedLoader("the programs of " + image, image, api);
    configured(made, from, image);
    return image.share(options, made);
  }

  private static ImageLoader configured(ImageLoader loader, ProgramBuilder from, Image image)
      throws ProgramException {
    from.assertions.applyTo(loader);
    grant(from, image, loader, ModuleLayer.boot());
    return loader;
  }

  private static void grant(ProgramBuilder from, Image image, ImageLoader loader, ModuleLayer layer)
      throws ProgramException {
    Module module = loader.getUnnamedModule();
    for (String each : from.opens) {
      ModuleAccess.grant(each, true, layer, module);
    }
    for (String each : from.exports) {
      ModuleAccess.grant(each, false, layer, module);
    }
    Attributes manifest = from.jar == null ? null : image.mainAttributes();
    if (manifest != null) {
      grantAll(manifest.getValue("Add-Opens"), true, layer, module);
      grantAll(manifest.getValue("Add-Exports"), false, layer, module);
    }
  }

  private static void grantAll(
      @Nullable String list, boolean deep, ModuleLayer layer, Module module)
      throws ProgramException {
    if (list != null) {
      for (String each : list.trim().split("\\s+")) {
        ModuleAccess.grant(each, deep, layer, module);
      }
    }
  }

  private static MainMethod mainMethod(
      String name, ImageLoader loader, ProgramBuilder from, Image image) throws ProgramException {
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (ModuleLayer.boot().equals(type.getModule().getLayer())) {
        throw ProgramException.ofJdk("class " + name);
      }
      return MainMethod.of(type);
    } catch (ClassNotFoundException e) {
      // what could not be read may have held the class
      Kind kind = image.skipped().isEmpty() ? Kind.NOT_FOUND : Kind.NOT_RUNNABLE;
      throw new ProgramException(kind, noSuchClass(name, from, image), e);
    } catch (UnsupportedClassVersionError e) {
      throw ProgramException.notRunnable(StartFailures.version(name, e), e);
    } catch (LinkageError e) {
      throw ProgramException.notRunnable(StartFailures.linkage(name, e), e);
    }
  }

  private static String noSuchClass(String name, ProgramBuilder from, Image image) {
    StringJoiner message = new StringJoiner("; ");
    List<Path> classPath = from.jar != null ? List.of(from.jar) : from.classPath;
    message.add("no class " + name + " on the class path " + classPath);
    image.skipped().forEach(message::add);
    return message.toString();
  }

  /** One thread, which goes when there is nothing to do. */
  private static ScheduledThreadPoolExecutor later() {
    ScheduledThreadPoolExecutor later =
        new ScheduledThreadPoolExecutor(1, task -> HostThreads.make("metaproc/later", task));
    later.setRemoveOnCancelPolicy(true);
    // a program may end while the host closes: nothing is left to be done then
    later.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    later.setKeepAliveTime(1, TimeUnit.SECONDS);
    later.allowCoreThreadTimeOut(true);
    return later;
  }

  /**
   * Ends all programs without hooks, waits until they have exited, and gives the JVM's streams
   * back.
   */
  @Override
  public void close() {
    closed = true;
    List<Program> ending = programs();
    ending.forEach(Program::destroyForcibly);
    ending.forEach(program -> program.onExit().join());
    later.shutdown();
    images.save();
    delegates.close();
    images.close();
  }
}
