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
class MainThread extends Thread implements MainBody<Throwable> {
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
  private final MainDeath death;

  MainThread(ThreadGroup group, long stackSize, Main main, String[] arguments, Program program) {
    super(group, null, "main", stackSize);
    this.main = main;
    this.arguments = arguments;
    this.program = program;
    death = new MainDeath(program);
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

  /** Without a handler, so that a debugger sees what the main method throws as uncaught. */
  @Override
  @SuppressWarnings("unchecked") // it may throw anything; the JVM does not mind
  public void run() {
    program.mainStarts();
    if (currentThread().equals(this)) {
      ((MainBody<RuntimeException>) (MainBody<?>) this).invokeMain();
      program.mainEnded(0);
    } else {
      runAsVirtual();
    }
  }

  /** All that a virtual thread throws is caught by the JDK; the handler it asks is another's. */
  private void runAsVirtual() {
    int status = 0;
    try {
      invokeMain();
    } catch (Throwable thrown) {
      status = program.mainThrew(thrown);
    }
    program.mainEnded(status);
  }

  @Override
  public void invokeMain() throws Throwable {
    MethodHandle handle = main.handle();
    handle.invokeExact(arguments);
  }

  @Override
  public UncaughtExceptionHandler getUncaughtExceptionHandler() {
    return currentThread().equals(this) && MainDeath.isAskedByTheJvm()
        ? death
        : super.getUncaughtExceptionHandler();
  }
}
