package dev.metaproc.isolation;

import java.lang.invoke.MethodHandle;

/** Where a program begins. */
interface MainEntry {
  /** Binary name of the class with the main method. */
  String className();

  /**
   * On the main thread: what it calls, {@code (String[])void}.
   *
   * @throws Throwable what an agent threw; the program ends with it
   */
  MethodHandle handle() throws Throwable;

  /** A class that was loaded when the program was started. */
  record Loaded(String className, MethodHandle handle) implements MainEntry {
    static Loaded of(MainMethod main) throws ProgramException {
      return new Loaded(main.owner().getName(), main.handle());
    }
  }
}
