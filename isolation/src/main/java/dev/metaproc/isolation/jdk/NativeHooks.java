package dev.metaproc.isolation.jdk;

import dev.metaproc.rewriter.Shim;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Native libraries. The JVM loads a file once, for one class loader, so every program loads a copy
 * of its own: its C globals are the program's. The copy is unlinked at once and unmapped when the
 * program's loader is collected.
 */
public final class NativeHooks {
  /**
   * {@code Runtime.load0} and {@code loadLibrary0}: what the public methods do for their caller.
   */
  private static final MethodHandle LOAD = find("load0");

  private static final MethodHandle LOAD_LIBRARY = find("loadLibrary0");

  private NativeHooks() {}

  private static MethodHandle find(String name) {
    try {
      return MethodHandles.privateLookupIn(Runtime.class, MethodHandles.lookup())
          .findVirtual(
              Runtime.class, name, MethodType.methodType(void.class, Class.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "start the host's JVM with --add-opens=java.base/java.lang=ALL-UNNAMED", e);
    }
  }

  public static void load(JdkState state, String file) {
    File named = new File(file);
    if (!named.isAbsolute()) {
      throw new UnsatisfiedLinkError("Expecting an absolute path of the library: " + file);
    }
    loadCopy(state, named);
  }

  public static void load(JdkState state, Runtime runtime, String file) {
    load(state, file);
  }

  public static void loadLibrary(JdkState state, Runtime runtime, String name) {
    loadLibrary(state, name);
  }

  /** Looked for as the JVM does: among the JDK's own, then along {@code java.library.path}. */
  public static void loadLibrary(JdkState state, String name) {
    if (name.indexOf(File.separatorChar) >= 0) {
      throw new UnsatisfiedLinkError(
          "Directory separator should not appear in library name: " + name);
    }
    String mapped = System.mapLibraryName(name);
    String own = Objects.requireNonNullElse(System.getProperty("sun.boot.library.path"), "");
    if (inPath(own, mapped, state) != null) {
      call(LOAD_LIBRARY, state, name);
      return;
    }
    String path = state.properties().getProperty("java.library.path", "");
    File found = inPath(path, mapped, state);
    if (found == null) {
      throw new UnsatisfiedLinkError("no " + name + " in java.library.path: " + path);
    }
    loadCopy(state, found);
  }

  private static @Nullable File inPath(String path, String mapped, JdkState state) {
    for (String directory : path.split(File.pathSeparator)) {
      File file = Paths.absolute(state, new File(directory, mapped));
      if (file.isFile()) {
        return file;
      }
    }
    return null;
  }

  private static void loadCopy(JdkState state, File file) {
    Path real;
    try {
      real = file.toPath().toRealPath();
    } catch (IOException e) {
      call(LOAD, state, file.getPath()); // says that there is no such file
      return;
    }
    if (!state.nativeLibraries.add(real)) {
      return; // loaded already, which the JVM ignores
    }
    try (NativeCopy copy = NativeCopy.of(real)) {
      call(LOAD, state, copy.file().toString());
    } catch (IOException e) {
      state.nativeLibraries.remove(real);
      throw failed(file + ": cannot be copied for this program: " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError e) {
      state.nativeLibraries.remove(real);
      throw e;
    }
  }

  private static UnsatisfiedLinkError failed(String message, Throwable cause) {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
    error.initCause(cause);
    return error;
  }

  /** In the name of a class of the program, whose loader the library then belongs to. */
  private static void call(MethodHandle load, JdkState state, String library) {
    try {
      Class<?> caller = Class.forName(Shim.NAME.replace('/', '.'), false, state.loader());
      load.invoke(Runtime.getRuntime(), caller, library);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
