package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.DescriptorHooks;
import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.jdk.NameHooks;
import dev.metaproc.isolation.jdk.Slots;
import dev.metaproc.rewriter.JdkClass;
import dev.metaproc.rewriter.JdkHooks;
import dev.metaproc.rewriter.JdkPatch;
import dev.metaproc.rewriter.JdkPatch.Begun;
import dev.metaproc.rewriter.JdkPatcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that are changed in this JVM so far. A change is made when the first
 * program needs it and stays; on threads of no program it has no effect. Thread-safe.
 *
 * <p>The work is done on a thread of its own, which belongs to no program: what static initialisers
 * of the JDK find then is the host's.
 */
final class JdkChanges {
  private static final JdkChanges OF_THIS_JVM = new JdkChanges();

  private final Set<JdkClass> made = ConcurrentHashMap.newKeySet();
  private @Nullable Tools tools;

  private JdkChanges() {}

  /** What it takes to change a class: the link through which native code sees it, and JVMTI. */
  private record Tools(VarHandle target, ClassRedefinition redefinition) {}

  /**
   * Makes the changes that are not made yet.
   *
   * @throws IllegalStateException if this JVM or its JDK does not allow it
   */
  static void require(Collection<JdkClass> rows) {
    if (!OF_THIS_JVM.made.containsAll(rows)) {
      OF_THIS_JVM.makeOnOwnThread(rows);
    }
  }

  /**
   * Gives a class of a program a new body.
   *
   * @throws IllegalStateException if this JVM refuses
   */
  static void redefine(Class<?> type, byte[] classFile) {
    OF_THIS_JVM.onOwnThread(() -> OF_THIS_JVM.redefineNow(type, classFile));
  }

  private synchronized void redefineNow(Class<?> type, byte[] classFile)
      throws ReflectiveOperationException {
    Tools with = tools == null ? prepare() : tools;
    tools = with;
    with.target.set(type);
    try {
      with.redefinition.redefineTarget(classFile);
    } finally {
      with.target.set(null);
    }
  }

  /** Work that looks into classes. */
  @FunctionalInterface
  private interface Work {
    void run() throws ReflectiveOperationException;
  }

  private void makeOnOwnThread(Collection<JdkClass> rows) {
    try {
      onOwnThread(() -> make(rows));
    } catch (IllegalStateException e) {
      throw new IllegalStateException("the JDK cannot be changed: " + e.getMessage(), e);
    }
  }

  private void onOwnThread(Work work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .group(ProgramThreads.rootGroup())
            .name("metaproc/jdk-changes")
            .inheritInheritableThreadLocals(false)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    thread.setContextClassLoader(null);
    thread.start();
    join(thread);
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void make(Collection<JdkClass> rows) throws ReflectiveOperationException {
    Set<JdkClass> missing = new HashSet<>(rows);
    missing.removeAll(made);
    for (JdkClass row : List.copyOf(missing)) {
      if (!isInThisJvm(row)) {
        missing.remove(row);
        made.add(row); // nothing is to be done, now or later
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Tools with = tools == null ? prepare() : tools;
    tools = with;
    // all are initialised before the first is changed: their initialisers read one another's state
    for (JdkClass row : missing) {
      begin(row);
    }
    for (JdkClass row : missing) {
      Class<?> type = find(row.name());
      if (!row.patches().stream().allMatch(Begun.class::isInstance)) {
        byte[] changed = JdkPatcher.patch(row, read(type, row.name()));
        with.target.set(type);
        with.redefinition.redefineTarget(changed);
      }
      made.add(row);
    }
  }

  /** A run-time image may be without modules that programs there do not need. */
  private static boolean isInThisJvm(JdkClass row) {
    return ClassLoader.getPlatformClassLoader().getResource(row.name() + ".class") != null;
  }

  /** What initialisers make, also those of holders in which a row's fields are, is the host's. */
  private static void begin(JdkClass row) throws ReflectiveOperationException {
    Class<?> _ = find(row.name());
    for (JdkPatch patch : row.patches()) {
      Class<?> owner = find(patch.member().owner());
      if (patch instanceof Begun begun && !begun.member().name().equals("<clinit>")) {
        Object ignored = owner.getMethod(begun.member().name()).invoke(null);
      }
    }
  }

  private static Class<?> find(String name) throws ClassNotFoundException {
    return Class.forName(name.replace('/', '.'), true, ClassLoader.getPlatformClassLoader());
  }

  private static byte[] read(Class<?> type, String name) {
    try (InputStream in = type.getModule().getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IllegalStateException(name + " has no class file in this JDK");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What hooks use must be there before the first change: loading a class reads a file and defines
   * a class, both of which may be changed and call a hook.
   */
  private static void loadHooks() throws ClassNotFoundException {
    ClassLoader host = JdkChanges.class.getClassLoader();
    for (Class<?> type :
        List.of(
            InternalHooks.class,
            DefinedClasses.class,
            CurrentProgram.class,
            Program.class,
            ProgramGroup.class,
            ProgramLoader.class,
            JdkState.class,
            Slots.class,
            DescriptorHooks.class,
            NameHooks.class)) {
      Class.forName(type.getName(), true, host);
    }
    InternalHooks.startsCarrier();
    startUnblocker();
  }

  /**
   * The thread that unblocks virtual threads lives as long as the JVM, and would keep the first
   * program's loader, which it would take for the system's.
   */
  private static void startUnblocker() {
    Thread.ofVirtual().unstarted(() -> {});
  }

  private static Tools prepare() throws ReflectiveOperationException {
    loadHooks();
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
    Class<?> link = lookup.defineClass(JdkHooks.link());
    MethodHandle[] handles = new MethodHandle[JdkHooks.HOOKS.size()];
    for (int i = 0; i < handles.length; i++) {
      JdkHooks.Hook hook = JdkHooks.HOOKS.get(i);
      handles[i] = MethodHandles.lookup().findStatic(InternalHooks.class, hook.name(), hook.type());
    }
    lookup.findStaticVarHandle(link, JdkHooks.HANDLES, MethodHandle[].class).set(handles);
    Class<?> hooks = lookup.defineClass(JdkHooks.hooks());
    lookup.ensureInitialized(hooks);
    VarHandle target = lookup.findStaticVarHandle(link, JdkHooks.TARGET, Class.class);
    return new Tools(target, new ClassRedefinition());
  }
}
