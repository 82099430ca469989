package dev.metaproc.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The main thread of a program, and what it runs. It is defined as a hidden class: the JVM leaves
 * the frames of those out of stack traces, so that the program's begin with {@code Main.main} as
 * they do in a JVM of its own.
 */
class MainThread extends Thread {
  /** What it runs. */
  @FunctionalInterface
  interface Main {
    /** Takes {@code String[]}, returns void. */
    MethodHandle handle() throws Throwable;
  }

  private static final MethodHandle NEW = define();

  private final Main main;
  private final String[] arguments;
  private final Program program;

  MainThread(ThreadGroup group, long stackSize, Main main, String[] arguments, Program program) {
    super(group, null, "main", stackSize);
    this.main = main;
    this.arguments = arguments;
    this.program = program;
  }

  /**
   * A new main thread, not started.
   *
   * @param stackSize in bytes; 0 is the JVM's default
   * @param main asked on the thread
   */
  static Thread create(
      ThreadGroup group, long stackSize, Main main, String[] arguments, Program program) {
    try {
      return (Thread) NEW.invoke(group, stackSize, main, arguments, program);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle define() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try (InputStream in = MainThread.class.getResourceAsStream("MainThread.class")) {
      if (in == null) {
        throw new IllegalStateException("MainThread.class is missing from the host's class path");
      }
      Class<?> hidden = lookup.defineHiddenClass(in.readAllBytes(), false).lookupClass();
      MethodType constructor =
          MethodType.methodType(
              void.class, ThreadGroup.class, long.class, Main.class, String[].class, Program.class);
      return lookup.findConstructor(hidden, constructor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void run() {
    int status = 0;
    program.mainStarts();
    try {
      MethodHandle handle = main.handle();
      handle.invokeExact(arguments);
    } catch (Throwable thrown) {
      status = program.mainThrew(thrown);
    }
    program.mainEnded(status);
  }
}
