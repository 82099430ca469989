package dev.metaproc.isolation.jdk;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;

/** Classes that a program makes while it runs and defines by a {@link Lookup}. */
public final class DefinitionHooks {
  private DefinitionHooks() {}

  public static Class<?> defineClass(JdkState state, Lookup lookup, byte[] bytes)
      throws IllegalAccessException {
    ClassLoader loader = lookup.lookupClass().getClassLoader();
    return loader == null
        ? lookup.defineClass(bytes)
        : state.definitions().define(state, loader, bytes.clone(), lookup::defineClass);
  }

  public static Lookup defineHiddenClass(
      JdkState state, Lookup lookup, byte[] bytes, boolean initialize, ClassOption... options)
      throws IllegalAccessException {
    return lookup.defineHiddenClass(rewritten(state, lookup, bytes), initialize, options);
  }

  public static Lookup defineHiddenClassWithClassData(
      JdkState state,
      Lookup lookup,
      byte[] bytes,
      Object classData,
      boolean initialize,
      ClassOption... options)
      throws IllegalAccessException {
    return lookup.defineHiddenClassWithClassData(
        rewritten(state, lookup, bytes), classData, initialize, options);
  }

  private static byte[] rewritten(JdkState state, Lookup lookup, byte[] bytes) {
    ClassLoader loader = lookup.lookupClass().getClassLoader();
    return loader == null ? bytes : state.definitions().rewritten(state, loader, bytes.clone());
  }
}
