package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.Reflection;
import dev.metaproc.rewriter.Redirection;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The finders of {@link Lookup}: a handle of a member that has a row does what the row says. */
public final class HandleHooks {
  private HandleHooks() {}

  public static MethodHandle findStatic(
      JdkState state, Lookup lookup, Class<?> owner, String name, MethodType type)
      throws NoSuchMethodException, IllegalAccessException {
    MethodHandle found = lookup.findStatic(owner, name, type);
    return redirected(state, found, state.redirected().find(owner, name, type, true), false, false);
  }

  public static MethodHandle findVirtual(
      JdkState state, Lookup lookup, Class<?> owner, String name, MethodType type)
      throws NoSuchMethodException, IllegalAccessException {
    MethodHandle found = lookup.findVirtual(owner, name, type);
    return redirected(state, found, state.redirected().find(owner, name, type, false), true, false);
  }

  public static MethodHandle findConstructor(
      JdkState state, Lookup lookup, Class<?> owner, MethodType type)
      throws NoSuchMethodException, IllegalAccessException {
    MethodHandle found = lookup.findConstructor(owner, type);
    Optional<Redirection> row = state.redirected().find(owner, "<init>", type, false);
    return redirected(state, found, row, false, true);
  }

  public static MethodHandle findStaticGetter(
      JdkState state, Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException, IllegalAccessException {
    MethodHandle found =
        state.statics() == null
            ? lookup.findStaticGetter(owner, name, type)
            : Reflection.findStaticGetter(lookup, owner, name, type);
    return state
        .redirected()
        .field(owner, name, type)
        .map(state.redirected()::shimHandle)
        .orElse(found);
  }

  public static MethodHandle bind(
      JdkState state, Lookup lookup, Object receiver, String name, MethodType type)
      throws NoSuchMethodException, IllegalAccessException {
    MethodHandle found = lookup.bind(receiver, name, type);
    Optional<Redirection> row = rowOfReceiver(state, receiver.getClass(), name, type);
    return row.isEmpty()
        ? found
        : redirected(state, lookup.findVirtual(receiver.getClass(), name, type), row, true, false)
            .bindTo(receiver);
  }

  /** Rows name the class that declares a member, which may be above that of the receiver. */
  private static Optional<Redirection> rowOfReceiver(
      JdkState state, Class<?> type, String name, MethodType signature) {
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      Optional<Redirection> row = state.redirected().find(owner, name, signature, false);
      if (row.isPresent()) {
        return row;
      }
    }
    return Optional.empty();
  }

  public static MethodHandle unreflect(JdkState state, Lookup lookup, Method method)
      throws IllegalAccessException {
    MethodHandle found = lookup.unreflect(method);
    boolean takesReceiver = found.type().parameterCount() > method.getParameterCount();
    return redirected(state, found, row(state, method), takesReceiver, false);
  }

  public static MethodHandle unreflectConstructor(
      JdkState state, Lookup lookup, Constructor<?> constructor) throws IllegalAccessException {
    MethodHandle found = lookup.unreflectConstructor(constructor);
    return redirected(state, found, row(state, constructor), false, true);
  }

  public static MethodHandle unreflectGetter(JdkState state, Lookup lookup, Field field)
      throws IllegalAccessException {
    MethodHandle found =
        state.statics() == null
            ? lookup.unreflectGetter(field)
            : Reflection.unreflectGetter(lookup, field);
    return state.redirected().field(field).map(state.redirected()::shimHandle).orElse(found);
  }

  /** For a direct handle that code of the JDK has found: what a finder would have given. */
  public static MethodHandle linked(JdkState state, MethodHandle found) {
    MethodHandleInfo info;
    try {
      info = MethodHandles.publicLookup().revealDirect(found);
    } catch (IllegalArgumentException e) {
      return found; // not public, so not in the table
    }
    boolean isStatic = info.getReferenceKind() == MethodHandleInfo.REF_invokeStatic;
    boolean isConstructor = info.getReferenceKind() == MethodHandleInfo.REF_newInvokeSpecial;
    return redirected(
        state,
        found,
        state
            .redirected()
            .find(info.getDeclaringClass(), info.getName(), info.getMethodType(), isStatic),
        !isStatic && !isConstructor,
        isConstructor);
  }

  private static Optional<Redirection> row(JdkState state, Executable member) {
    return state.redirected().row(member);
  }

  private static MethodHandle redirected(
      JdkState state,
      MethodHandle found,
      Optional<Redirection> row,
      boolean takesReceiver,
      boolean isConstructor) {
    @Nullable Redirection named = row.orElse(null);
    MethodHandle redirected;
    if (named instanceof Redirection.Replace replace) {
      redirected = state.redirected().shimHandle(replace).asType(found.type());
    } else if (named instanceof Redirection.Resolve resolve) {
      redirected =
          state.redirected().resolving(found.asFixedArity(), resolve, takesReceiver, isConstructor);
    } else {
      return found;
    }
    return redirected.withVarargs(found.isVarargsCollector());
  }
}
