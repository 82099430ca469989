package dev.metaproc.isolation;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.metaproc.isolation.jvm.JvmInterface;
import dev.metaproc.isolation.jvm.NativeFunction;
import dev.metaproc.rewriter.JdkHooks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * Redefines classes of this JVM through JVMTI.
 *
 * <p>A class is handed to native code in a static field of the link class, because JNI finds only
 * classes of the boot loader by name.
 *
 * <p>INVARIANT: a local reference is made global by the very next call, and both functions have
 * been called before. It does not outlive other native code on the same thread, which a first call
 * runs: what it refers to then is any object, at best none, and the JVM crashes.
 */
final class ClassRedefinition {
  // indices in JNINativeInterface_ and jvmtiInterface_1_ (jni.h, jvmti.h)
  private static final int FIND_CLASS = 6;
  private static final int NEW_GLOBAL_REF = 21;
  private static final int DELETE_GLOBAL_REF = 22;
  private static final int GET_STATIC_FIELD_ID = 144;
  private static final int GET_STATIC_OBJECT_FIELD = 145;
  private static final int REDEFINE_CLASSES = 86;
  private static final int ADD_CAPABILITIES = 141;

  // bits of jvmtiCapabilities, and its size
  private static final int CAN_REDEFINE_CLASSES = 9;
  private static final int CAN_REDEFINE_ANY_CLASS = 21;
  private static final int CAPABILITIES_BYTES = 16;

  private static final int PASSES = 2;

  // jvmtiClassDefinition: class, byte count, bytes
  private static final int DEFINITION_BYTES = 24;
  private static final int COUNT_OFFSET = 8;
  private static final int BYTES_OFFSET = 16;

  private final JvmInterface jvm = new JvmInterface();
  private final Arena arena = Arena.ofShared();
  private final long linkName = arena.allocateFrom(JdkHooks.LINK).address();
  private final long fieldName = arena.allocateFrom(JdkHooks.TARGET).address();
  private final long fieldType = arena.allocateFrom("Ljava/lang/Class;").address();
  private final NativeFunction findClass;
  private final NativeFunction newGlobal;
  private final NativeFunction deleteGlobal;
  private final NativeFunction getFieldId;
  private final NativeFunction getField;
  private final NativeFunction addCapabilities;
  private final NativeFunction redefine;

  /**
   * Makes it possible in this JVM.
   *
   * @throws IllegalStateException if the JVM does not let us
   */
  ClassRedefinition() {
    long jni = jvm.environment(JvmInterface.JNI);
    long jvmti = jvm.environment(JvmInterface.JVMTI);
    findClass = jvm.function(jni, FIND_CLASS);
    newGlobal = jvm.function(jni, NEW_GLOBAL_REF);
    deleteGlobal = jvm.function(jni, DELETE_GLOBAL_REF);
    getFieldId = jvm.function(jni, GET_STATIC_FIELD_ID);
    getField = jvm.function(jni, GET_STATIC_OBJECT_FIELD);
    addCapabilities = jvm.function(jvmti, ADD_CAPABILITIES);
    redefine = jvm.function(jvmti, REDEFINE_CLASSES);
  }

  /**
   * Gives the class whose mirror the link's target field holds a new body. On the calling thread.
   *
   * @throws IllegalStateException if the JVM refuses
   */
  void redefineTarget(byte[] classFile) {
    long jni = jvm.environment(JvmInterface.JNI);
    long jvmti = jvm.environment(JvmInterface.JVMTI);
    addCapabilities(jvmti);
    MemorySegment bytes = arena.allocate(classFile.length);
    MemorySegment.copy(classFile, 0, bytes, JAVA_BYTE, 0, classFile.length);
    MemorySegment definition = arena.allocate(DEFINITION_BYTES, JAVA_LONG.byteAlignment());
    definition.set(JAVA_INT, COUNT_OFFSET, classFile.length);
    definition.set(JAVA_LONG, BYTES_OFFSET, bytes.address());
    long link = global(jni, () -> findClass.call(jni, linkName, 0, 0));
    long field = getFieldId.call(jni, link, fieldName, fieldType);
    long target = global(jni, () -> getField.call(jni, link, field, 0));
    try {
      definition.set(JAVA_LONG, 0, target);
      redefine.check("RedefineClasses", jvmti, 1, definition.address(), 0);
    } finally {
      deleteGlobal.call(jni, target, 0, 0);
      deleteGlobal.call(jni, link, 0, 0);
    }
  }

  private void addCapabilities(long jvmti) {
    MemorySegment capabilities = arena.allocate(CAPABILITIES_BYTES);
    for (int bit : new int[] {CAN_REDEFINE_CLASSES, CAN_REDEFINE_ANY_CLASS}) {
      byte old = capabilities.get(JAVA_BYTE, bit / 8);
      capabilities.set(JAVA_BYTE, bit / 8, (byte) (old | 1 << (bit % 8)));
    }
    addCapabilities.check("AddCapabilities", jvmti, capabilities.address(), 0, 0);
  }

  /** A global reference to what the call gives a local one to. */
  private long global(long jni, LongSupplier call) {
    for (int pass = 1; ; pass++) {
      long local = call.getAsLong();
      long global = newGlobal.call(jni, pass == PASSES ? local : 0, 0, 0);
      if (pass == PASSES) {
        return global;
      }
    }
  }
}
