package dev.metaproc.isolation.jdk;

/** Empty caches for a program's beans, of the classes that {@code java.beans} makes its own of. */
final class BeanCaches {
  private static final String KIND = "com.sun.beans.util.Cache$Kind";

  private BeanCaches() {}

  static Object contexts() {
    return JdkInternals.create("java.beans.ThreadGroupContext$1");
  }

  static Object types() {
    return JdkInternals.create("com.sun.beans.WeakCache");
  }

  /** The one cache of that class: keys and values can be collected when memory is short. */
  static Object of(String owner) {
    Class<?> kind = JdkInternals.named(KIND);
    Object soft = JdkInternals.constant(kind, "SOFT");
    return JdkInternals.create(
        JdkInternals.named(owner + "$1"), new Class<?>[] {kind, kind}, soft, soft);
  }
}
