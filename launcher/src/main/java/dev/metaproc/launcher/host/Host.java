package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugHost;
import dev.metaproc.debug.DebugJvm;
import dev.metaproc.debug.Rendezvous;
import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.program.Cache;
import dev.metaproc.launcher.words.Nearest;
import dev.metaproc.launcher.words.Sizes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one JVM by name: makes, starts, finds and forgets them. What is to be kept is on
 * disk before a call returns; a host that opens the same directory later finds it.
 *
 * <p>Thread-safe. {@link #close} stops all programs, the latest started first.
 */
public final class Host implements AutoCloseable {
  private static final int MOST_NAMED = 3;
  private static final byte[] LAST_WORDS =
      "host ends: no program has given memory back, and none can be ended\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final HostDirectories directories;
  private final MetaProcess process;
  private final Events events = new Events();
  private final Rendezvous rendezvous = Rendezvous.HERE;
  private final ScheduledExecutorService timer;
  private final Supervision supervision;
  private final Map<String, HostedProgram> programs = new LinkedHashMap<>();
  private final AtomicLong serial = new AtomicLong();
  private final Instant opened = Instant.now();
  private final @Nullable DebugHost debug;
  private final DebugRuns beside;
  private final FileOutputStream lastResort = new FileOutputStream(FileDescriptor.err);
  private final HeapGuard heapGuard = new HeapGuard(this::giveUp);

  private Host(
      HostDirectories directories,
      Path cache,
      @Nullable DebugHost debug,
      DebugRuns beside,
      Consumer<String> messages) {
    this.directories = directories;
    this.debug = debug;
    this.beside = beside;
    process = MetaProcess.open(ApiSurface.minimal(), Cache.images(cache));
    process.addListener(rendezvous);
    process.addListener(heapGuard);
    if (debug != null) {
      process.addListener(debug);
    }
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("host/timer").daemon().factory());
    supervision =
        new Supervision(
            new ProgramStarter(process, cache, debug, beside),
            events,
            new RecordStore(directories.state()),
            timer,
            messages,
            this::allocators,
            this::remove);
  }

  /**
   * Opens a host and takes over what an earlier one with these directories left: programs that ran
   * when it died are listed as ended with 137, and those that are always to run are started.
   *
   * @param cache where classes compiled from source files are kept
   * @param beside where programs are debugged if this JVM has no debug agent
   * @param messages told what an operator should know
   */
  public static Host open(
      HostDirectories directories, Path cache, DebugRuns beside, Consumer<String> messages)
      throws IOException {
    DebugHost debug = DebugJvm.hasAgent() ? DebugHost.start(1, messages) : null;
    Host host = new Host(directories, cache, debug, beside, messages);
    host.takeOver();
    host.startMeasuring();
    return host;
  }

  private void startMeasuring() {
    HeapWatch heap = new HeapWatch();
    AtomicBoolean isBusy = new AtomicBoolean();
    Runnable tick =
        () -> {
          if (!heapGuard.isHungry() && isBusy.compareAndSet(false, true)) {
            try {
              var _ = HostThreads.start("host/meter", () -> measure(heap, isBusy));
            } catch (OutOfMemoryError e) {
              isBusy.set(false); // a task that throws would be the timer's last
            }
          }
        };
    var _ = timer.scheduleAtFixedRate(tick, 1, 1, TimeUnit.SECONDS);
    heapGuard.start();
  }

  /** The next command starts another host. */
  private void giveUp() {
    try {
      lastResort.write(LAST_WORDS);
    } catch (IOException e) {
      // nobody reads it
    } finally {
      Runtime.getRuntime().halt(ExitCodes.HOST);
    }
  }

  private Optional<HostedProgram> largest() {
    return programs().stream()
        .filter(program -> program.state() == ProgramState.RUNNING)
        .max(Comparator.comparingLong(program -> program.usage().allocated()));
  }

  private void measure(HeapWatch heap, AtomicBoolean isBusy) {
    try {
      measure(heap);
    } finally {
      isBusy.set(false);
    }
  }

  private void measure(HeapWatch heap) {
    for (HostedProgram program : programs()) {
      program.measure();
      long allocated = program.usage().allocated();
      program
          .program()
          .flatMap(ProgramRun::local)
          .ifPresent(run -> heapGuard.measured(run, allocated));
    }
    if (heap.isNearlyFull()) {
      largest().ifPresent(this::blame);
    }
  }

  /** A heap does not tell whose its objects are; who allocated most is the likeliest. */
  private void blame(HostedProgram program) {
    program.limit("the heap is nearly full, and it allocated most: " + allocators());
  }

  /** Who has allocated most, as {@code api 1.5 GiB, db 20 MiB}: in all, freed or not. */
  private String allocators() {
    return programs().stream()
        .filter(program -> program.usage().allocated() > 0)
        .sorted(
            Comparator.comparingLong((HostedProgram each) -> each.usage().allocated()).reversed())
        .limit(MOST_NAMED)
        .map(each -> each.name() + " " + Sizes.roughly(each.usage().allocated()))
        .collect(Collectors.joining(", "));
  }

  private void takeOver() throws IOException {
    for (RecordStore.Stored record : supervision.records().load()) {
      boolean wasActive = record.state().isActive();
      RecordStore.Stored now = wasActive ? ended(record) : record;
      HostedProgram program = new HostedProgram(now, supervision);
      programs.put(program.name(), program);
      if (wasActive) {
        supervision.save(now);
      }
      if (wasActive && record.spec().restart().when() == RestartPolicy.When.ALWAYS) {
        startAgain(program);
      }
    }
  }

  private static RecordStore.Stored ended(RecordStore.Stored record) {
    return new RecordStore.Stored(
        record.id(),
        record.spec(),
        ProgramState.EXITED,
        record.created(),
        record.started(),
        Instant.now(),
        128 + 9,
        record.restarts(),
        "its host died");
  }

  private void startAgain(HostedProgram program) {
    try {
      program.start();
    } catch (LaunchException e) {
      supervision.messages().accept("program " + program.name() + ": " + e.getMessage());
    }
  }

  public HostDirectories directories() {
    return directories;
  }

  public Events events() {
    return events;
  }

  /** The JVM's side of the host. */
  public MetaProcess process() {
    return process;
  }

  /** The debuggers of programs in this JVM; empty when it has no debug agent. */
  public Optional<DebugHost> debug() {
    return Optional.ofNullable(debug);
  }

  /** Where programs are debugged that this JVM has no agent for. */
  public DebugRuns beside() {
    return beside;
  }

  /** Where a debugger finds the programs. */
  public Rendezvous rendezvous() {
    return rendezvous;
  }

  public Instant opened() {
    return opened;
  }

  /**
   * Adds a program without starting it.
   *
   * @throws LaunchException when there is one of that name
   */
  public HostedProgram create(ProgramSpec spec) {
    checkName(spec.name());
    synchronized (programs) {
      HostedProgram other = programs.get(spec.name());
      if (other != null) {
        throw taken(other);
      }
      HostedProgram program = new HostedProgram(newId(), spec, supervision);
      programs.put(spec.name(), program);
      return program;
    }
  }

  private static LaunchException taken(HostedProgram by) {
    return LaunchException.usage(
        "name "
            + by.name()
            + " is taken by program "
            + by.id()
            + " ("
            + by.state().name().toLowerCase(Locale.ROOT)
            + "): choose another with --name, or remove that one (metaproc rm "
            + by.name()
            + ")");
  }

  private static void checkName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
      throw LaunchException.usage(
          "program name '"
              + name
              + "' must be letters, digits, '_', '.' and '-', at most 128, the first a letter or"
              + " digit");
    }
  }

  private static String newId() {
    byte[] bytes = new byte[6];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A name nobody has, made from what is run. */
  public String freeName(String base) {
    String plain = base.replaceAll("[^A-Za-z0-9_.-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    String stem = (plain.isEmpty() ? "program" : plain) + "-";
    synchronized (programs) {
      String name;
      do {
        name = stem + serial.incrementAndGet();
      } while (programs.containsKey(name));
      return name;
    }
  }

  /** All programs, the first created first. */
  public List<HostedProgram> programs() {
    synchronized (programs) {
      return new ArrayList<>(programs.values());
    }
  }

  /**
   * The programs a word means: a name, a pid, the beginning of an id, the name of a set of
   * replicas, or a pattern such as {@code web*}.
   *
   * @throws LaunchException when it means none
   */
  public List<HostedProgram> find(String word) {
    synchronized (programs) {
      HostedProgram exact = programs.get(word);
      if (exact != null) {
        return List.of(exact);
      }
      List<HostedProgram> found =
          programs.values().stream().filter(program -> means(word, program)).toList();
      if (!found.isEmpty()) {
        return found;
      }
      throw unknown(word, List.copyOf(programs.keySet()));
    }
  }

  /**
   * The programs that several words mean, each once.
   *
   * @throws LaunchException when one of them means none
   */
  public List<HostedProgram> find(List<String> words) {
    Set<HostedProgram> found = new LinkedHashSet<>();
    words.forEach(word -> found.addAll(find(word)));
    return List.copyOf(found);
  }

  private static boolean means(String word, HostedProgram program) {
    if (word.contains("*") || word.contains("?")) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + word);
      return matcher.matches(Path.of(program.name()));
    }
    return (word.length() >= 4 && program.id().startsWith(word))
        || program.program().filter(run -> word.equals("" + run.pid())).isPresent()
        || program.name().matches(Pattern.quote(word) + "\\.\\d+");
  }

  private static LaunchException unknown(String word, List<String> names) {
    String cure =
        Nearest.of(word, names)
            .map(name -> "did you mean " + name + "?")
            .orElse("metaproc ps -a lists them");
    return new LaunchException(Kind.NOT_FOUND, "no program is called " + word + ": " + cure);
  }

  /**
   * Stops a program and starts it again, also one that is forgotten when it ends.
   *
   * @throws LaunchException when it cannot be started, or its name was taken meanwhile
   */
  public void restart(HostedProgram program, Duration timeout) {
    var _ = program.stop(timeout).join();
    synchronized (programs) {
      HostedProgram other = programs.putIfAbsent(program.name(), program);
      if (other != null && !other.equals(program)) {
        throw taken(other);
      }
    }
    program.start();
  }

  /**
   * Forgets a program that does not run.
   *
   * @throws LaunchException when it runs
   */
  public void remove(HostedProgram program) {
    boolean wasThere;
    synchronized (programs) {
      if (program.state().isActive()) {
        throw LaunchException.usage(
            "program "
                + program.name()
                + " runs: stop it first (metaproc stop "
                + program.name()
                + "), or use rm -f");
      }
      wasThere = programs.remove(program.name(), program);
    }
    if (wasThere) {
      program.erase();
    }
  }

  /** Stops all programs, the latest created first. */
  public void stopAll() {
    for (HostedProgram program : programs().reversed()) {
      if (program.state().isActive()) {
        awaitEnd(program);
      }
    }
  }

  /** Stops all programs and gives the JVM back. */
  @Override
  public void close() {
    stopAll();
    timer.shutdownNow();
    beside.close();
    if (debug != null) {
      debug.close();
    }
    process.close();
  }

  private static void awaitEnd(HostedProgram program) {
    Duration patience = program.spec().stopTimeout().plusSeconds(5);
    var _ =
        program
            .stop()
            .completeOnTimeout(ExitCodes.HOST, patience.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }
}
