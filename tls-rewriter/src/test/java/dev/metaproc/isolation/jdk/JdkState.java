package dev.metaproc.isolation.jdk;

import org.jspecify.annotations.NullMarked;

/** Stands in for the state of a program, which the shim asks for when it is initialised. */
@NullMarked
public final class JdkState {
  private JdkState() {}

  public static JdkState of(Class<?> shim) {
    return new JdkState();
  }
}
