package dev.metaproc.isolation.jdk;

/** What becomes of classes that programs define by themselves. Thread-safe. */
public interface Definitions {
  /**
   * The class file to be defined instead, for a hidden class.
   *
   * @param loader of the class's host
   */
  byte[] rewritten(JdkState state, ClassLoader loader, byte[] classFile);

  /**
   * Defines a class in a loader, or gives the one that stands for it.
   *
   * @param how defines what it is given
   */
  Class<?> define(JdkState state, ClassLoader loader, byte[] classFile, Definer how)
      throws IllegalAccessException;

  /** What the program called, without its class file. */
  interface Definer {
    Class<?> define(byte[] classFile) throws IllegalAccessException;
  }
}
