package dev.metaproc.isolation;

import dev.metaproc.isolation.reclaim.MemoryReserve;
import dev.metaproc.isolation.reclaim.VirtualThreads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one program: its main thread, the platform threads found by its thread group or,
 * where a virtual main thread has none to pass on, by their context class loader, and the virtual
 * threads found by that.
 */
final class ProgramThreads {
  /** How often there may be no memory to look which threads live before the reserve is used. */
  private static final int PATIENCE = 10;

  private final Program program;
  private final ProgramGroup group;
  private final ThreadKind kind;
  private final Thread main;
  private final ClassLoader loader;

  /** The group that all virtual threads share, and the platform threads they start. */
  private final ThreadGroup ofVirtual;

  /**
   * @param virtual makes a virtual main thread of a task
   * @param create makes the main thread in a group; on a virtual thread it runs as a task
   */
  ProgramThreads(
      Program program,
      ProgramGroup group,
      ThreadKind kind,
      Function<Runnable, Thread> virtual,
      Function<ThreadGroup, Thread> create,
      ClassLoader loader) {
    this.program = program;
    this.kind = kind;
    this.loader = loader;
    this.group = group;
    Thread created = create.apply(group);
    main =
        switch (kind) {
          case PLATFORM -> created;
          case VIRTUAL -> virtual.apply(created);
        };
    main.setContextClassLoader(loader);
    ofVirtual = main.getThreadGroup();
    if (kind == ThreadKind.PLATFORM) {
      main.setDaemon(false);
    }
  }

  /** The host's main group: a program's group has the parent a JVM's "main" has. */
  static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  ThreadGroup group() {
    return group;
  }

  Thread main() {
    return main;
  }

  void startMain() {
    main.start();
  }

  /** How many live platform threads it has. */
  int countPlatform() {
    return platform().size();
  }

  /** Its live threads of both kinds. */
  List<Thread> live() {
    return live(List.of(this)).getFirst();
  }

  /**
   * The live threads of many programs, in their order, found in one walk of all that the JVM has:
   * the JDK makes such a walk for each group it is asked for.
   */
  static List<List<Thread>> live(List<ProgramThreads> programs) {
    Map<Program, Integer> byProgram = new HashMap<>();
    Map<Thread, Integer> byMain = new HashMap<>();
    List<List<Thread>> live = new ArrayList<>();
    for (ProgramThreads each : programs) {
      byProgram.put(each.program, live.size());
      byMain.put(each.main, live.size());
      live.add(new ArrayList<>());
    }
    for (Thread thread : ProgramGroup.threadsOf(rootGroup())) {
      Integer ofGroup = byProgram.get(CurrentProgram.ofGroup(thread.getThreadGroup()));
      Integer of = ofGroup == null ? byProgram.get(CurrentProgram.of(thread)) : ofGroup;
      if (of != null && (ofGroup != null || programs.get(of).hasStarted(thread))) {
        live.get(of).add(thread);
      }
    }
    for (Thread thread : VirtualThreads.all()) {
      Integer main = byMain.get(thread);
      Integer of = main == null ? byProgram.get(CurrentProgram.of(thread)) : main;
      if (main == null && of != null && isPollerOfTheJvm(thread)) {
        thread.setContextClassLoader(null); // it outlives the program that made it start
      } else if (of != null) {
        live.get(of).add(thread);
      }
    }
    return live;
  }

  /** Whether a platform thread of this program's is one that a virtual thread has started. */
  private boolean hasStarted(Thread thread) {
    return kind == ThreadKind.VIRTUAL && ofVirtual.equals(thread.getThreadGroup());
  }

  /** The JDK starts these for all virtual threads when the first of any program waits for I/O. */
  private static boolean isPollerOfTheJvm(Thread thread) {
    return thread.getName().startsWith("SubPoller-")
        && Stream.of(thread.getStackTrace())
            .allMatch(frame -> "java.base".equals(frame.getModuleName()));
  }

  boolean isMain(Thread thread) {
    return thread.equals(main);
  }

  /** A thread of this program's for a task of the host's. */
  Thread make(String name, Runnable task) {
    Thread thread = new Thread(group, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  private List<Thread> platform() {
    List<Thread> live = new ArrayList<>(group.threads());
    if (kind == ThreadKind.VIRTUAL) {
      for (Thread thread : ProgramGroup.threadsOf(ofVirtual)) {
        if (program.equals(CurrentProgram.of(thread))) {
          live.add(thread);
        }
      }
    }
    return live;
  }

  /**
   * Waits on the main thread, renamed as the JVM's is then, until only daemon threads are left or
   * the program ended.
   */
  void awaitNonDaemons() {
    Thread self = Thread.currentThread();
    self.setName("DestroyJavaVM");
    int failures = 0;
    while (isAwaiting()) {
      try {
        for (Thread next = nextToAwait(); next != null; next = nextToAwait()) {
          next.join();
        }
        return;
      } catch (InterruptedException e) {
        // the program has ended, or somebody meant another
      } catch (OutOfMemoryError e) {
        MemoryReserve.pause();
        failures++;
        if (failures == PATIENCE) {
          MemoryReserve.spend(); // those that were awaited have taken the rest, and died of it
        }
      }
    }
  }

  private boolean isAwaiting() {
    return program.phase() != Program.State.EXITED;
  }

  private @Nullable Thread nextToAwait() {
    for (Thread thread : platform()) {
      if (!thread.isDaemon() && !thread.equals(main) && thread.isAlive()) {
        return thread;
      }
    }
    return null;
  }
}
