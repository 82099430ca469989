package dev.metaproc.isolation.jdk;

import dev.metaproc.rewriter.Redirection;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What a program hands to {@code Method.invoke}, {@code Constructor.newInstance} and {@code
 * Field.get}, with members of the JDK that have a row replaced by what the row says. The call
 * itself stays with the program, whose access it checks.
 */
public final class ReflectionHooks {
  private ReflectionHooks() {}

  public static Method redirected(JdkState state, Method method) {
    if (method == null) {
      return method;
    }
    Redirection row = state.redirected().row(method).orElse(null);
    return row instanceof Redirection.Replace replace
        ? state.redirected().shimMethod(replace)
        : method;
  }

  public static @Nullable Object receiver(
      JdkState state, Method method, @Nullable Object receiver) {
    if (method == null) {
      return receiver;
    }
    return state.redirected().row(method).orElse(null) instanceof Redirection.Resolve resolve
        ? state.redirected().resolvedReceiver(resolve, receiver)
        : receiver;
  }

  public static @Nullable Object @Nullable [] arguments(
      JdkState state,
      Method method,
      @Nullable Object receiver,
      @Nullable Object @Nullable [] arguments) {
    Redirection row = method == null ? null : state.redirected().row(method).orElse(null);
    if (row instanceof Redirection.Replace replace
        && replace.use() == Redirection.Use.INSTANCE_CALL) {
      return withReceiver(receiver, arguments);
    }
    return row instanceof Redirection.Resolve resolve
        ? state.redirected().resolvedArguments(resolve, method, arguments)
        : arguments;
  }

  private static @Nullable Object[] withReceiver(
      @Nullable Object receiver, @Nullable Object @Nullable [] arguments) {
    int count = arguments == null ? 0 : arguments.length;
    @Nullable Object[] all = new @Nullable Object[count + 1];
    all[0] = receiver;
    if (arguments != null) {
      System.arraycopy(arguments, 0, all, 1, count);
    }
    return all;
  }

  public static @Nullable Object @Nullable [] arguments(
      JdkState state, Constructor<?> constructor, @Nullable Object @Nullable [] arguments) {
    Redirection row = constructor == null ? null : state.redirected().row(constructor).orElse(null);
    return row instanceof Redirection.Resolve resolve
        ? state.redirected().resolvedArguments(resolve, constructor, arguments)
        : arguments;
  }

  /** Stands for a field of the JDK that is per program: the field of an object with its value. */
  public static Field redirected(JdkState state, Field field) {
    return isRedirected(state, field) ? ReadField.VALUE : field;
  }

  /** The object whose {@link ReadField#value} is then read. */
  public static @Nullable Object receiver(JdkState state, Field field, @Nullable Object receiver) {
    return isRedirected(state, field)
        ? new ReadField(state.redirected().value(state.redirected().field(field).orElseThrow()))
        : receiver;
  }

  private static boolean isRedirected(JdkState state, @Nullable Field field) {
    return field != null && state.redirected().field(field).isPresent();
  }
}
