package dev.metaproc.isolation.jdk;

import java.io.File;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The ways a program ends itself, and what its handlers do once it has. */
public final class Endings {
  private Endings() {}

  public static void exit(JdkState state, int status) {
    state.lifecycle().exit(status);
  }

  public static void exit(JdkState state, Runtime runtime, int status) {
    state.lifecycle().exit(status);
  }

  public static void halt(JdkState state, Runtime runtime, int status) {
    state.lifecycle().halt(status);
  }

  public static void addShutdownHook(JdkState state, Runtime runtime, Thread hook) {
    state.lifecycle().addHook(hook);
  }

  public static boolean removeShutdownHook(JdkState state, Runtime runtime, Thread hook) {
    return state.lifecycle().removeHook(hook);
  }

  public static void deleteOnExit(JdkState state, File file) {
    state.lifecycle().deleteAtExit(Paths.absolute(state, file).toPath());
  }

  /** Bootstrap method of the one call site that all loops of a loader poll; the shim has it. */
  public static CallSite pollSite(MethodHandles.Lookup shim, String name, MethodType type) {
    return JdkState.holderOf(shim.lookupClass()).poll().site();
  }

  /** Called where a handler of the program catches; keeps an ended program from going on. */
  public static void caught(JdkState state, Throwable thrown) {
    if (thrown instanceof ProgramEnded ended) {
      throw ended;
    }
    if (thrown instanceof OutOfMemoryError) {
      state.lifecycle().caughtOutOfMemory();
    }
    if (state.lifecycle().mustUnwind()) {
      throw ProgramEnded.INSTANCE;
    }
  }
}
