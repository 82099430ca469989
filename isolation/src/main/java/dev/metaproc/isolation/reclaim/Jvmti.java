package dev.metaproc.isolation.reclaim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Suspends, looks at and stops threads: the JVM tool interface, called through FFM, so that no
 * agent and no native code of ours is needed. Opened by the first thread that has to be stopped,
 * since a host pays for the interface from then on.
 *
 * <p>FFM passes no objects. They are handed over in the fields of a {@link Slots} object, to which
 * there is a global reference; {@code GetObjectField} makes a local one of what lies there. A JNI
 * native method that ran between two of our calls would invalidate that local reference, so the
 * very next call makes it global, everything is linked and warmed up before, and what came out is
 * compared with what went in.
 *
 * <p>Safe for use by any thread; one thread is stopped at a time.
 */
@SuppressWarnings("restricted") // native access is what it is for; the host's JVM enables it
final class Jvmti {
  /** How stopping a thread ended. */
  enum Outcome {
    /** The exception is on its way. */
    STOPPED,
    /** Its stack must not be unwound from outside just now. */
    REFUSED,
    /** The JVM cannot stop it in its present state, such as an unmounted virtual thread. */
    UNABLE
  }

  /** Where objects are handed to native code. */
  static final class Slots {
    volatile @Nullable Object in;
    volatile @Nullable Object out;
  }

  /** The thread that looks up what it has the fields of itself; JVMTI finds the current thread. */
  private static final class Opener extends Thread {
    final Slots slots = new Slots();
    @Nullable Jvmti opened;

    Opener() {
      super(null, null, "metaproc/jvmti", 0, false);
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        Jvmti made = new Jvmti(slots);
        made.open();
        opened = made;
      } catch (Throwable e) {
        opened = null; // another JVM, or one without the interface: the other means remain
      }
    }
  }

  private static final int JNI_VERSION = 0x00150000;
  private static final int JVMTI_VERSION = 0x30150000;
  private static final long CAN_SIGNAL_THREAD = 1L << 10;
  private static final long CAN_SUSPEND = 1L << 20;
  private static final long CAN_SUPPORT_VIRTUAL_THREADS = 1L << 44;
  private static final int WARM_UP = 300;
  private static final MemoryLayout P = ADDRESS;

  private final Slots slots;
  private final Arena arena = Arena.global();
  private final Linker linker = Linker.nativeLinker();
  private final MemorySegment cell = arena.allocate(16);
  private final MemorySegment vm;
  private final MethodHandle getEnv;
  private final MemorySegment jvmti;
  private final MethodHandle newGlobal;
  private final MethodHandle deleteGlobal;
  private final MethodHandle getField;
  private final MethodHandle setField;
  private final MethodHandle suspend;
  private final MethodHandle resume;
  private final MethodHandle stop;
  private final MethodHandle size;
  private boolean virtualThreads;
  private MemorySegment slotsRef = MemorySegment.NULL;
  private MemorySegment inField = MemorySegment.NULL;
  private MemorySegment outField = MemorySegment.NULL;

  /** Opened by the first use, once. */
  private static final class Opened {
    static final @Nullable Jvmti JVMTI = open();

    private static @Nullable Jvmti open() {
      Opener opener = new Opener();
      opener.start();
      boolean interrupted = false;
      while (opener.isAlive()) {
        try {
          opener.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return opener.opened;
    }
  }

  /** The interface, or null where this JVM does not offer it. */
  static @Nullable Jvmti get() {
    return Opened.JVMTI;
  }

  private Jvmti(Slots slots) throws Throwable {
    this.slots = slots;
    SymbolLookup library = SymbolLookup.libraryLookup(libjvm(), arena);
    MethodHandle created =
        linker.downcallHandle(
            library.find("JNI_GetCreatedJavaVMs").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, P, JAVA_INT, P));
    check((int) created.invokeExact(cell, 1, cell.asSlice(8)), "JNI_GetCreatedJavaVMs");
    vm = cell.get(ADDRESS, 0).reinterpret(8);
    getEnv = function(table(vm), 6, FunctionDescriptor.of(JAVA_INT, P, P, JAVA_INT));
    jvmti = environment(JVMTI_VERSION);
    MemorySegment jni = table(environment(JNI_VERSION));
    newGlobal = function(jni, 21, FunctionDescriptor.of(P, P, P));
    deleteGlobal = function(jni, 22, FunctionDescriptor.ofVoid(P, P));
    getField = function(jni, 95, FunctionDescriptor.of(P, P, P, P));
    setField = function(jni, 104, FunctionDescriptor.ofVoid(P, P, P, P));
    suspend = function(table(jvmti), 4, FunctionDescriptor.of(JAVA_INT, P, P));
    resume = function(table(jvmti), 5, FunctionDescriptor.of(JAVA_INT, P, P));
    stop = function(table(jvmti), 6, FunctionDescriptor.of(JAVA_INT, P, P, P));
    size = function(table(jvmti), 153, FunctionDescriptor.of(JAVA_INT, P, P, P));
  }

  private static Path libjvm() {
    Path home = Path.of(System.getProperty("java.home"));
    String name = System.mapLibraryName("jvm");
    for (String directory : new String[] {"lib/server", "bin/server", "lib/client"}) {
      Path file = home.resolve(directory).resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IllegalStateException("no " + name + " below " + home);
  }

  /** The function table that a JavaVM, a JNIEnv or a jvmtiEnv begins with. */
  private static MemorySegment table(MemorySegment environment) {
    return environment.reinterpret(8).get(ADDRESS, 0).reinterpret(8 * 256);
  }

  private MethodHandle function(MemorySegment table, int index, FunctionDescriptor type) {
    return linker.downcallHandle(table.getAtIndex(ADDRESS, index), type);
  }

  private MemorySegment environment(int version) throws Throwable {
    check((int) getEnv.invokeExact(vm, cell, version), "GetEnv");
    return cell.get(ADDRESS, 0);
  }

  private static void check(int error, String function) {
    if (error != 0) {
      throw new IllegalStateException(function + " of this JVM gave error " + error);
    }
  }

  /** On an {@link Opener}: makes the references that need the current thread, and warms up. */
  private void open() throws Throwable {
    addCapabilities(CAN_SIGNAL_THREAD | CAN_SUSPEND);
    MemorySegment env = environment(JNI_VERSION);
    MethodHandle getClass = function(table(env), 31, FunctionDescriptor.of(P, P, P));
    MethodHandle fieldId = function(table(env), 94, FunctionDescriptor.of(P, P, P, P, P));
    MethodHandle current = function(table(jvmti), 17, FunctionDescriptor.of(JAVA_INT, P, P));
    MemorySegment slotsName = arena.allocateFrom("slots");
    MemorySegment slotsType = arena.allocateFrom("L" + internalName(Slots.class) + ";");
    MemorySegment inName = arena.allocateFrom("in");
    MemorySegment outName = arena.allocateFrom("out");
    MemorySegment object = arena.allocateFrom("Ljava/lang/Object;");
    for (int pass = 0; pass < 2; pass++) { // links both: nothing comes between them below
      check((int) current.invokeExact(jvmti, cell), "GetCurrentThread");
      MemorySegment ignored = (MemorySegment) newGlobal.invokeExact(env, MemorySegment.NULL);
    }
    check((int) current.invokeExact(jvmti, cell), "GetCurrentThread");
    MemorySegment self = (MemorySegment) newGlobal.invokeExact(env, cell.get(ADDRESS, 0));
    MemorySegment opener = (MemorySegment) getClass.invokeExact(env, self);
    MemorySegment openerRef = (MemorySegment) newGlobal.invokeExact(env, opener);
    MemorySegment slotsField =
        (MemorySegment) fieldId.invokeExact(env, openerRef, slotsName, slotsType);
    MemorySegment local = (MemorySegment) getField.invokeExact(env, self, slotsField);
    slotsRef = (MemorySegment) newGlobal.invokeExact(env, local);
    MemorySegment type = (MemorySegment) getClass.invokeExact(env, slotsRef);
    MemorySegment typeRef = (MemorySegment) newGlobal.invokeExact(env, type);
    inField = (MemorySegment) fieldId.invokeExact(env, typeRef, inName, object);
    outField = (MemorySegment) fieldId.invokeExact(env, typeRef, outName, object);
    deleteGlobal.invokeExact(env, openerRef);
    deleteGlobal.invokeExact(env, self);
    for (int i = 0; i < WARM_UP; i++) {
      MemorySegment reference = reference(env, slots);
      deleteGlobal.invokeExact(env, reference);
    }
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void addCapabilities(long bits) throws Throwable {
    MemorySegment set = arena.allocate(16);
    set.set(JAVA_LONG, 0, bits);
    MethodHandle add = function(table(jvmti), 141, FunctionDescriptor.of(JAVA_INT, P, P));
    check((int) add.invokeExact(jvmti, set), "AddCapabilities");
  }

  /** A global reference to {@code object}; to be deleted. */
  @SuppressWarnings("ReferenceEquality") // the very object is meant
  private MemorySegment reference(MemorySegment env, Object object) throws Throwable {
    for (int attempt = 0; attempt < 10; attempt++) {
      slots.in = object;
      MemorySegment local = (MemorySegment) getField.invokeExact(env, slotsRef, inField);
      MemorySegment global = (MemorySegment) newGlobal.invokeExact(env, local);
      setField.invokeExact(env, slotsRef, outField, global);
      Object arrived = slots.out;
      slots.in = null;
      slots.out = null;
      if (arrived == object) {
        return global;
      }
      deleteGlobal.invokeExact(env, global);
    }
    throw new IllegalStateException("no reference could be made");
  }

  /**
   * Throws {@code thrown} in another thread if its stack, as it stands while it is suspended, is
   * one that may be unwound.
   *
   * @param mayUnwind shown the frames, the innermost first; must take no lock that programs take
   */
  synchronized Outcome stop(
      Thread thread, Throwable thrown, Predicate<StackTraceElement[]> mayUnwind) {
    try {
      if (thread.isVirtual() && !virtualThreads) {
        addCapabilities(CAN_SUPPORT_VIRTUAL_THREADS);
        virtualThreads = true;
      }
      MemorySegment env = environment(JNI_VERSION);
      MemorySegment threadRef = reference(env, thread);
      MemorySegment thrownRef = reference(env, thrown);
      try {
        return stop(thread, threadRef, thrownRef, mayUnwind);
      } finally {
        deleteGlobal.invokeExact(env, threadRef);
        deleteGlobal.invokeExact(env, thrownRef);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** How many bytes an object takes in the heap. */
  synchronized long sizeOf(Object object) {
    return withReference(
        object,
        reference -> {
          check((int) size.invokeExact(jvmti, reference, cell), "GetObjectSize");
          return cell.get(JAVA_LONG, 0);
        });
  }

  /**
   * Suspends a thread, unless its stack, as it stands then, is one it may not be held in.
   *
   * @param mayHold shown the frames, the innermost first; must take no lock that programs take
   */
  synchronized Outcome suspend(Thread thread, Predicate<StackTraceElement[]> mayHold) {
    return withReference(
        thread,
        reference -> {
          if ((int) suspend.invokeExact(jvmti, reference) != 0) {
            return Outcome.UNABLE;
          }
          StackTraceElement[] stack = JdkInternals.stackOfSuspended(thread);
          if (stack != null && mayHold.test(stack)) {
            return Outcome.STOPPED;
          }
          int ignored = (int) resume.invokeExact(jvmti, reference);
          return stack == null ? Outcome.UNABLE : Outcome.REFUSED;
        });
  }

  /** Lets a suspended thread go on. */
  synchronized void resume(Thread thread) {
    withReference(thread, reference -> (int) resume.invokeExact(jvmti, reference));
  }

  /** Calls of the interface about one object. */
  @FunctionalInterface
  private interface Calls<T> {
    T make(MemorySegment reference) throws Throwable;
  }

  private <T> T withReference(Object object, Calls<T> calls) {
    try {
      MemorySegment env = environment(JNI_VERSION);
      MemorySegment made = reference(env, object);
      try {
        return calls.make(made);
      } finally {
        deleteGlobal.invokeExact(env, made);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private Outcome stop(
      Thread thread,
      MemorySegment threadRef,
      MemorySegment thrownRef,
      Predicate<StackTraceElement[]> mayUnwind)
      throws Throwable {
    if ((int) suspend.invokeExact(jvmti, threadRef) != 0) {
      return Outcome.UNABLE;
    }
    try {
      StackTraceElement[] stack = JdkInternals.stackOfSuspended(thread);
      if (stack == null) {
        return Outcome.UNABLE;
      }
      if (!mayUnwind.test(stack)) {
        return Outcome.REFUSED;
      }
      int error = (int) stop.invokeExact(jvmti, threadRef, thrownRef);
      return error == 0 ? Outcome.STOPPED : Outcome.UNABLE;
    } finally {
      int ignored = (int) resume.invokeExact(jvmti, threadRef);
    }
  }
}
