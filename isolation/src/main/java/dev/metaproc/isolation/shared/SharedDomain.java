package dev.metaproc.isolation.shared;

/**
 * What defines shared classes: implemented by the class loader of the holders.
 *
 * <p>Safe for use by any thread.
 */
public interface SharedDomain {
  /**
   * The program that the calling thread works for, where its context class loader does not tell.
   *
   * @throws IllegalStateException if nothing does
   */
  ProgramStatics programOfOddThread();

  /**
   * A class file that a program of the domain gives to a loader of its own, ready to be defined.
   */
  byte[] rewriteGenerated(byte[] classFile, ClassLoader into);

  /** The domain that defined a holder. */
  static SharedDomain of(Class<?> holder) {
    if (holder.getClassLoader() instanceof SharedDomain domain) {
      return domain;
    }
    throw new IllegalStateException(holder.getName() + " was not defined by a shared loader");
  }
}
