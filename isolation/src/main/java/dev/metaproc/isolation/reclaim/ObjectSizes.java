package dev.metaproc.isolation.reclaim;

/** How much of the heap an object takes, without those it refers to. */
public final class ObjectSizes {
  private ObjectSizes() {}

  /**
   * In bytes.
   *
   * @throws UnsupportedOperationException in a JVM without a tool interface
   */
  public static long of(Object object) {
    Jvmti jvmti = Jvmti.get();
    if (jvmti == null) {
      throw new UnsupportedOperationException("this JVM has no tool interface");
    }
    return jvmti.sizeOf(object);
  }
}
