package dev.metaproc.isolation.reclaim;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.metaproc.isolation.jvm.JvmInterface;
import dev.metaproc.isolation.jvm.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Suspends, looks at and stops threads, by the JVM tool interface. Opened by the first thread that
 * has to be stopped, since a host pays for the interface from then on.
 *
 * <p>FFM passes no objects. They are handed over in the fields of a {@link Slots} object, to which
 * there is a global reference; {@code GetObjectField} makes a local one of what lies there. A JNI
 * native method that ran between two of our calls would invalidate that local reference, so the
 * very next call makes it global, everything is linked and warmed up before, and what came out is
 * compared with what went in.
 *
 * <p>Safe for use by any thread; one thread is stopped at a time.
 */
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

  // indices in JNINativeInterface_ and jvmtiInterface_1_ (jni.h, jvmti.h)
  private static final int NEW_GLOBAL_REF = 21;
  private static final int DELETE_GLOBAL_REF = 22;
  private static final int GET_OBJECT_CLASS = 31;
  private static final int GET_FIELD_ID = 94;
  private static final int GET_OBJECT_FIELD = 95;
  private static final int SET_OBJECT_FIELD = 104;
  private static final int SUSPEND_THREAD = 4;
  private static final int RESUME_THREAD = 5;
  private static final int STOP_THREAD = 6;
  private static final int GET_CURRENT_THREAD = 17;
  private static final int ADD_CAPABILITIES = 141;
  private static final int GET_OBJECT_SIZE = 153;

  private static final long CAN_SIGNAL_THREAD = 1L << 10;
  private static final long CAN_SUSPEND = 1L << 20;
  private static final long CAN_SUPPORT_VIRTUAL_THREADS = 1L << 44;
  private static final int WARM_UP = 300;

  private final Slots slots;
  private final Arena arena = Arena.global();
  private final MemorySegment cell = arena.allocate(16);
  private final JvmInterface jvm = new JvmInterface();
  private final long jvmti;
  private final NativeFunction newGlobal;
  private final NativeFunction deleteGlobal;
  private final NativeFunction getField;
  private final NativeFunction setField;
  private final NativeFunction suspend;
  private final NativeFunction resume;
  private final NativeFunction stop;
  private final NativeFunction size;
  private boolean virtualThreads;
  private long slotsRef;
  private long inField;
  private long outField;

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

  private Jvmti(Slots slots) {
    this.slots = slots;
    jvmti = jvm.environment(JvmInterface.JVMTI);
    long env = jvm.environment(JvmInterface.JNI);
    newGlobal = jvm.function(env, NEW_GLOBAL_REF);
    deleteGlobal = jvm.function(env, DELETE_GLOBAL_REF);
    getField = jvm.function(env, GET_OBJECT_FIELD);
    setField = jvm.function(env, SET_OBJECT_FIELD);
    suspend = jvm.function(jvmti, SUSPEND_THREAD);
    resume = jvm.function(jvmti, RESUME_THREAD);
    stop = jvm.function(jvmti, STOP_THREAD);
    size = jvm.function(jvmti, GET_OBJECT_SIZE);
  }

  /** On an {@link Opener}: makes the references that need the current thread, and warms up. */
  private void open() {
    addCapabilities(CAN_SIGNAL_THREAD | CAN_SUSPEND);
    long env = jvm.environment(JvmInterface.JNI);
    NativeFunction getClass = jvm.function(env, GET_OBJECT_CLASS);
    NativeFunction fieldId = jvm.function(env, GET_FIELD_ID);
    NativeFunction current = jvm.function(jvmti, GET_CURRENT_THREAD);
    long slotsName = text("slots");
    long slotsType = text("L" + internalName(Slots.class) + ";");
    long inName = text("in");
    long outName = text("out");
    long object = text("Ljava/lang/Object;");
    for (int pass = 0; pass < 2; pass++) { // a first call may run other native code
      current.check("GetCurrentThread", jvmti, cell.address(), 0, 0);
      newGlobal.call(env, 0, 0, 0);
    }
    current.check("GetCurrentThread", jvmti, cell.address(), 0, 0);
    long self = newGlobal.call(env, cell.get(JAVA_LONG, 0), 0, 0);
    long openerRef = newGlobal.call(env, getClass.call(env, self, 0, 0), 0, 0);
    long slotsField = fieldId.call(env, openerRef, slotsName, slotsType);
    slotsRef = newGlobal.call(env, getField.call(env, self, slotsField, 0), 0, 0);
    long typeRef = newGlobal.call(env, getClass.call(env, slotsRef, 0, 0), 0, 0);
    inField = fieldId.call(env, typeRef, inName, object);
    outField = fieldId.call(env, typeRef, outName, object);
    deleteGlobal.call(env, openerRef, 0, 0);
    deleteGlobal.call(env, self, 0, 0);
    for (int i = 0; i < WARM_UP; i++) {
      deleteGlobal.call(env, reference(env, slots), 0, 0);
    }
  }

  private long text(String text) {
    return arena.allocateFrom(text).address();
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void addCapabilities(long bits) {
    MemorySegment set = arena.allocate(16);
    set.set(JAVA_LONG, 0, bits);
    jvm.function(jvmti, ADD_CAPABILITIES).check("AddCapabilities", jvmti, set.address(), 0, 0);
  }

  /** A global reference to {@code object}; to be deleted. */
  @SuppressWarnings("ReferenceEquality") // the very object is meant
  private long reference(long env, Object object) {
    for (int attempt = 0; attempt < 10; attempt++) {
      slots.in = object;
      long local = getField.call(env, slotsRef, inField, 0);
      long global = newGlobal.call(env, local, 0, 0);
      setField.call(env, slotsRef, outField, global);
      Object arrived = slots.out;
      slots.in = null;
      slots.out = null;
      if (arrived == object) {
        return global;
      }
      deleteGlobal.call(env, global, 0, 0);
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
    if (thread.isVirtual() && !virtualThreads) {
      addCapabilities(CAN_SUPPORT_VIRTUAL_THREADS);
      virtualThreads = true;
    }
    return withReference(
        thrown,
        thrownRef ->
            withReference(thread, threadRef -> stop(thread, threadRef, thrownRef, mayUnwind)));
  }

  /** How many bytes an object takes in the heap. */
  synchronized long sizeOf(Object object) {
    return withReference(
        object,
        reference -> {
          size.check("GetObjectSize", jvmti, reference, cell.address(), 0);
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
          if (suspend.status(jvmti, reference, 0, 0) != 0) {
            return Outcome.UNABLE;
          }
          StackTraceElement[] stack = JdkInternals.stackOfSuspended(thread);
          if (stack != null && mayHold.test(stack)) {
            return Outcome.STOPPED;
          }
          resume.call(jvmti, reference, 0, 0);
          return stack == null ? Outcome.UNABLE : Outcome.REFUSED;
        });
  }

  /** Lets a suspended thread go on. */
  synchronized void resume(Thread thread) {
    withReference(thread, reference -> resume.call(jvmti, reference, 0, 0));
  }

  private <T> T withReference(Object object, LongFunction<T> calls) {
    long env = jvm.environment(JvmInterface.JNI);
    long made = reference(env, object);
    try {
      return calls.apply(made);
    } finally {
      deleteGlobal.call(env, made, 0, 0);
    }
  }

  private Outcome stop(
      Thread thread, long threadRef, long thrownRef, Predicate<StackTraceElement[]> mayUnwind) {
    if (suspend.status(jvmti, threadRef, 0, 0) != 0) {
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
      int error = stop.status(jvmti, threadRef, thrownRef, 0);
      return error == 0 ? Outcome.STOPPED : Outcome.UNABLE;
    } finally {
      resume.call(jvmti, threadRef, 0, 0);
    }
  }
}
