package dev.metaproc.isolation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.metaproc.rewriter.JdkHooks;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Redefines classes of this JVM through JVMTI, which is called by way of the foreign function
 * interface: no agent is loaded, and a JVM that never needs it starts as if there were none.
 *
 * <p>A class is handed to native code in a static field of the link class, because JNI finds only
 * classes of the boot loader by name.
 *
 * <p>INVARIANT: a local reference is made global by the very next call, and both have been linked
 * before. It does not outlive other native code on the same thread, which linking a call runs: what
 * it refers to then is any object, at best none, and the JVM crashes.
 */
@SuppressWarnings("restricted") // this is what native access is for
final class ClassRedefinition {
  private static final int JNI_VERSION = 0x00010008;
  private static final int JVMTI_VERSION = 0x30010200;

  // indices in JNIInvokeInterface_, JNINativeInterface_ and jvmtiInterface_1_ (jni.h, jvmti.h)
  private static final int GET_ENV = 6;
  private static final int FIND_CLASS = 6;
  private static final int NEW_GLOBAL_REF = 21;
  private static final int DELETE_GLOBAL_REF = 22;
  private static final int GET_STATIC_FIELD_ID = 144;
  private static final int GET_STATIC_OBJECT_FIELD = 145;
  private static final int REDEFINE_CLASSES = 86;
  private static final int ADD_CAPABILITIES = 141;
  private static final int JVM_FUNCTIONS = 8;
  private static final int JNI_FUNCTIONS = 240;
  private static final int JVMTI_FUNCTIONS = 160;

  // bits of jvmtiCapabilities, and its size
  private static final int CAN_REDEFINE_CLASSES = 9;
  private static final int CAN_REDEFINE_ANY_CLASS = 21;
  private static final int CAPABILITIES_BYTES = 16;

  /** What is called in the last has been linked in those before: what a call site makes, too. */
  private static final int PASSES = 3;

  // jvmtiClassDefinition: class, byte count, bytes
  private static final int DEFINITION_BYTES = 24;
  private static final int COUNT_OFFSET = 8;
  private static final int BYTES_OFFSET = 16;

  private final Linker linker = Linker.nativeLinker();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment vm;
  private final MethodHandle getEnv;
  private final MemorySegment linkName = arena.allocateFrom(JdkHooks.LINK);
  private final MemorySegment fieldName = arena.allocateFrom(JdkHooks.TARGET);
  private final MemorySegment fieldType = arena.allocateFrom("Ljava/lang/Class;");

  private ClassRedefinition(SymbolLookup jvm) throws Throwable {
    MemorySegment vms = arena.allocate(ADDRESS);
    MemorySegment count = arena.allocate(JAVA_INT);
    MethodHandle getVms =
        linker.downcallHandle(
            jvm.findOrThrow("JNI_GetCreatedJavaVMs"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    check("JNI_GetCreatedJavaVMs", (int) getVms.invokeExact(vms, 1, count));
    vm = vms.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
    getEnv =
        function(
            vm,
            JVM_FUNCTIONS,
            GET_ENV,
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  }

  /**
   * Makes it possible in this JVM.
   *
   * @throws IllegalStateException if the JVM does not let us
   */
  static ClassRedefinition open() {
    try {
      return new ClassRedefinition(SymbolLookup.libraryLookup(library(), Arena.global()));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path library() {
    String name = System.mapLibraryName("jvm");
    for (String directory : List.of("lib", "bin")) {
      Path library = Path.of(System.getProperty("java.home"), directory, "server", name);
      if (Files.exists(library)) {
        return library;
      }
    }
    throw new IllegalStateException(
        name + " is not in " + System.getProperty("java.home") + ": use a HotSpot JDK 25");
  }

  private MethodHandle function(
      MemorySegment object, int functions, int index, FunctionDescriptor type) {
    long size = ADDRESS.byteSize() * functions;
    MemorySegment table = object.get(ADDRESS, 0).reinterpret(size);
    return linker.downcallHandle(table.getAtIndex(ADDRESS, index), type);
  }

  private MemorySegment environment(int version) throws Throwable {
    MemorySegment result = arena.allocate(ADDRESS);
    check("GetEnv", (int) getEnv.invokeExact(vm, result, version));
    return result.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
  }

  /**
   * Gives the class whose mirror the link's target field holds a new body. On the calling thread.
   *
   * @throws IllegalStateException if the JVM refuses
   */
  void redefineTarget(byte[] classFile) {
    try {
      MemorySegment jni = environment(JNI_VERSION);
      MemorySegment jvmti = environment(JVMTI_VERSION);
      addCapabilities(jvmti);
      MemorySegment bytes = arena.allocate(classFile.length);
      MemorySegment.copy(classFile, 0, bytes, JAVA_BYTE, 0, classFile.length);
      MemorySegment definition = arena.allocate(DEFINITION_BYTES);
      definition.set(JAVA_INT, COUNT_OFFSET, classFile.length);
      definition.set(ADDRESS, BYTES_OFFSET, bytes);
      check("RedefineClasses", new Calls(jni, jvmti).redefine(definition));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void addCapabilities(MemorySegment jvmti) throws Throwable {
    MemorySegment capabilities = arena.allocate(CAPABILITIES_BYTES);
    for (int bit : new int[] {CAN_REDEFINE_CLASSES, CAN_REDEFINE_ANY_CLASS}) {
      byte old = capabilities.get(JAVA_BYTE, bit / 8);
      capabilities.set(JAVA_BYTE, bit / 8, (byte) (old | 1 << (bit % 8)));
    }
    FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    MethodHandle add = function(jvmti, JVMTI_FUNCTIONS, ADD_CAPABILITIES, type);
    check("AddCapabilities", (int) add.invokeExact(jvmti, capabilities));
  }

  private static void check(String call, int error) {
    if (error != 0) {
      throw new IllegalStateException(
          call + " failed with error " + error + ": this JVM does not let its classes be changed");
    }
  }

  /** The functions of one thread's environments. */
  private final class Calls {
    private final MemorySegment jni;
    private final MemorySegment jvmti;
    private final MethodHandle findClass;
    private final MethodHandle newGlobal;
    private final MethodHandle deleteGlobal;
    private final MethodHandle getFieldId;
    private final MethodHandle getField;
    private final MethodHandle redefine;

    Calls(MemorySegment jni, MemorySegment jvmti) {
      this.jni = jni;
      this.jvmti = jvmti;
      findClass = function(FIND_CLASS, FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS));
      newGlobal = function(NEW_GLOBAL_REF, FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
      deleteGlobal = function(DELETE_GLOBAL_REF, FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
      getFieldId =
          function(
              GET_STATIC_FIELD_ID,
              FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
      getField =
          function(
              GET_STATIC_OBJECT_FIELD,
              FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
      redefine =
          ClassRedefinition.this.function(
              jvmti,
              JVMTI_FUNCTIONS,
              REDEFINE_CLASSES,
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    }

    private MethodHandle function(int index, FunctionDescriptor type) {
      return ClassRedefinition.this.function(jni, JNI_FUNCTIONS, index, type);
    }

    int redefine(MemorySegment definition) throws Throwable {
      long link = global(() -> (long) findClass.invokeExact(jni, linkName));
      long field = (long) getFieldId.invokeExact(jni, link, fieldName, fieldType);
      long target = global(() -> (long) getField.invokeExact(jni, link, field));
      try {
        definition.set(JAVA_LONG, 0, target);
        return (int) redefine.invokeExact(jvmti, 1, definition);
      } finally {
        deleteGlobal.invokeExact(jni, target);
        deleteGlobal.invokeExact(jni, link);
      }
    }

    /** A global reference to what the call gives a local one to. */
    private long global(LocalReference call) throws Throwable {
      for (int pass = 1; ; pass++) {
        long local = call.make();
        long global = (long) newGlobal.invokeExact(jni, pass == PASSES ? local : 0L);
        if (pass == PASSES) {
          return global;
        }
      }
    }
  }

  /** A call of native code. */
  @FunctionalInterface
  private interface LocalReference {
    long make() throws Throwable;
  }
}
