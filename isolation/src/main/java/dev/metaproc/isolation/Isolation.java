package dev.metaproc.isolation;

/** How programs that run from the same class path are kept apart. */
public enum Isolation {
  /**
   * {@link #SHARED} where the classes allow it and several programs run from them, else {@link
   * #LOADER}.
   */
  AUTO,
  /** Every program defines its own copy of every class: always possible. */
  LOADER,
  /**
   * Classes are defined and compiled once; their static fields live in each program. An image with
   * a class that cannot be shared is run as {@link #LOADER}; {@link Program#isolationReason} says
   * which.
   */
  SHARED
}
