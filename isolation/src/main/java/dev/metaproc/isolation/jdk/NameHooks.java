package dev.metaproc.isolation.jdk;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Relative names where the JDK hands them to the operating system, whose directory is the JVM's.
 * What uses them must not open a file itself.
 */
public final class NameHooks {
  private static final Charset OF_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  private static final MethodHandle INPUT =
      JdkInternals.method(FileInputStream.class, "open0", void.class, String.class);
  private static final MethodHandle OUTPUT =
      JdkInternals.method(FileOutputStream.class, "open0", void.class, String.class, boolean.class);
  private static final MethodHandle ACCESS =
      JdkInternals.method(RandomAccessFile.class, "open0", void.class, String.class, int.class);

  private NameHooks() {}

  static byte[] bytes(String name) {
    return name.getBytes(OF_NAMES);
  }

  /** The path that begins with the directory. */
  public static byte[] path(JdkState state, byte[] path) {
    byte[] directory = state.directoryBytes();
    byte[] whole = Arrays.copyOf(directory, directory.length + path.length);
    System.arraycopy(path, 0, whole, directory.length, path.length);
    return whole;
  }

  /** Without a separator at its end, unless it is the root. */
  public static byte[] directory(JdkState state) {
    byte[] directory = state.directoryBytes();
    return Arrays.copyOf(directory, Math.max(1, directory.length - 1));
  }

  public static void open(FileInputStream stream, String name, String resolved) throws IOException {
    open(
        () -> {
          INPUT.invokeExact(stream, resolved);
        },
        name,
        resolved);
  }

  public static void open(FileOutputStream stream, boolean append, String name, String resolved)
      throws IOException {
    open(
        () -> {
          OUTPUT.invokeExact(stream, resolved, append);
        },
        name,
        resolved);
  }

  public static void open(RandomAccessFile file, int mode, String name, String resolved)
      throws IOException {
    open(
        () -> {
          ACCESS.invokeExact(file, resolved, mode);
        },
        name,
        resolved);
  }

  private interface Opening {
    void run() throws Throwable;
  }

  /** Tells of failures with the name that the program used. */
  private static void open(Opening opening, String name, String resolved) throws IOException {
    try {
      opening.run();
    } catch (FileNotFoundException e) {
      String message = String.valueOf(e.getMessage());
      FileNotFoundException same =
          new FileNotFoundException(
              message.startsWith(resolved) ? name + message.substring(resolved.length()) : message);
      same.setStackTrace(
          Arrays.stream(e.getStackTrace())
              .filter(frame -> !isOurs(frame.getClassName()))
              .toArray(StackTraceElement[]::new));
      throw same;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOurs(String owner) {
    return owner.startsWith("dev.metaproc.")
        || owner.startsWith("java.lang.Metaproc")
        || owner.startsWith("java.lang.invoke.");
  }
}
