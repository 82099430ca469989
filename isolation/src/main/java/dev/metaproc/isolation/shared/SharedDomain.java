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
   * Says whether the calling program may find a class of this loader: not if another program has
   * defined it at run time.
   */
  boolean mayFind(Class<?> type);

  /** The programs whose code may run in the classes of this domain. */
  Tenants tenants();

  /** The domain that defined a holder. */
  static SharedDomain of(Class<?> holder) {
    if (holder.getClassLoader() instanceof SharedDomain domain) {
      return domain;
    }
    throw new IllegalStateException(holder.getName() + " was not defined by a shared loader");
  }
}
