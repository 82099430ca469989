package dev.metaproc.isolation.jdk;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.NullMarked;

/** Stands in for the end of a program, which its loops and handlers ask about: it never comes. */
@NullMarked
public final class Endings {
  private Endings() {}

  public static CallSite pollSite(MethodHandles.Lookup shim, String name, MethodType type) {
    return new ConstantCallSite(MethodHandles.empty(type));
  }

  public static void caught(JdkState state, Throwable thrown) {}
}
