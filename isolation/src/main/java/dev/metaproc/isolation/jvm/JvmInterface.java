package dev.metaproc.isolation.jvm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The JVM's C interfaces, called through FFM, so that no agent and no native code of ours is
 * needed, and a JVM that never needs them starts as if there were none. Addresses and references
 * are words.
 */
@SuppressWarnings("restricted") // native access is what it is for; the host's JVM enables it
public final class JvmInterface {
  /** Their versions, for {@link #environment}. */
  public static final int JNI = 0x00150000;

  public static final int JVMTI = 0x30150000;

  private static final int GET_ENV = 6; // in JNIInvokeInterface_ of jni.h

  private final Linker linker = Linker.nativeLinker();
  private final MemorySegment cell = Arena.global().allocate(2 * ADDRESS.byteSize());
  private final long vm;
  private final NativeFunction getEnv;

  /**
   * Those of this JVM.
   *
   * @throws IllegalStateException if it is not a HotSpot JVM
   */
  public JvmInterface() {
    SymbolLookup library = SymbolLookup.libraryLookup(libjvm(), Arena.global());
    NativeFunction created =
        new NativeFunction(linker, library.findOrThrow("JNI_GetCreatedJavaVMs"));
    created.check(
        "JNI_GetCreatedJavaVMs", cell.address(), 1, cell.address() + ADDRESS.byteSize(), 0);
    vm = cell.get(JAVA_LONG, 0);
    getEnv = function(vm, GET_ENV);
  }

  private static Path libjvm() {
    String home = System.getProperty("java.home");
    String name = System.mapLibraryName("jvm");
    for (String directory : List.of("lib", "bin")) {
      Path library = Path.of(home, directory, "server", name);
      if (Files.exists(library)) {
        return library;
      }
    }
    throw new IllegalStateException(name + " is not in " + home + ": use a HotSpot JDK 25");
  }

  /** The JNIEnv or jvmtiEnv of the calling thread. */
  public synchronized long environment(int version) {
    getEnv.check("GetEnv", vm, cell.address(), version, 0);
    return cell.get(JAVA_LONG, 0);
  }

  /**
   * A function of the table that an environment begins with.
   *
   * @param index as jni.h and jvmti.h number them, from 0
   */
  public NativeFunction function(long environment, int index) {
    long table = words(environment, 1).get(JAVA_LONG, 0);
    return new NativeFunction(linker, words(table, index + 1).getAtIndex(ADDRESS, index));
  }

  private static MemorySegment words(long address, int count) {
    return MemorySegment.ofAddress(address).reinterpret(count * ADDRESS.byteSize());
  }
}
