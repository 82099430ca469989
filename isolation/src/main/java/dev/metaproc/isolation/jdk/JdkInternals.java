package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Private members of the JDK. {@code java.lang} is open to the host; it opens other packages
 * itself.
 */
final class JdkInternals {
  private JdkInternals() {}

  static void set(Class<?> owner, String field, Object receiver, int value) {
    call(
        () -> {
          lookup(owner).findVarHandle(owner, field, int.class).set(receiver, value);
          return true;
        });
  }

  /** A class that no other module may name. */
  static Class<?> named(String name) {
    try {
      return Class.forName(name, true, ClassLoader.getPlatformClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("another JDK than this was made for", e);
    }
  }

  /** Calls a static method without arguments; null if it returns nothing. */
  static @Nullable Object invokeStatic(Class<?> owner, String name, Class<?> result) {
    MethodType type = MethodType.methodType(result);
    return call(() -> lookup(owner).findStatic(owner, name, type).invoke());
  }

  /** Calls an instance method. */
  static @Nullable Object invoke(Object receiver, String name, Class<?> result) {
    Class<?> owner = receiver.getClass();
    MethodType type = MethodType.methodType(result);
    return call(() -> lookup(owner).findVirtual(owner, name, type).invoke(receiver));
  }

  /** Calls a handle of one argument. */
  static @Nullable Object call(MethodHandle handle, Object argument) {
    return call(() -> handle.invoke(argument));
  }

  /** Reads an instance field. */
  static @Nullable Object find(Object receiver, String field, Class<?> type) {
    Class<?> owner = receiver.getClass();
    return call(() -> lookup(owner).findVarHandle(owner, field, type).get(receiver));
  }

  /**
   * The same of one that is never null.
   *
   * @throws NullPointerException if it is
   */
  static Object get(Object receiver, String field, Class<?> type) {
    return Objects.requireNonNull(find(receiver, field, type));
  }

  /** A private method of the class, whose receiver is the handle's first argument. */
  static MethodHandle method(Class<?> owner, String name, Class<?> result, Class<?>... arguments) {
    MethodType type = MethodType.methodType(result, arguments);
    return (MethodHandle)
        Objects.requireNonNull(call(() -> lookup(owner).findSpecial(owner, name, type, owner)));
  }

  /** An object of a class that no other module may name, made without arguments. */
  static Object create(String name) {
    Class<?> owner = named(name);
    MethodType type = MethodType.methodType(void.class);
    return Objects.requireNonNull(call(() -> lookup(owner).findConstructor(owner, type).invoke()));
  }

  static Object create(Class<?> owner, Class<?>[] types, @Nullable Object... arguments) {
    MethodType type = MethodType.methodType(void.class, types);
    return Objects.requireNonNull(
        call(() -> lookup(owner).findConstructor(owner, type).invokeWithArguments(arguments)));
  }

  /** The constant of an enum that no other module may name. */
  static Object constant(Class<?> owner, String name) {
    return Arrays.stream(owner.getEnumConstants())
        .filter(each -> ((Enum<?>) each).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private interface Access {
    @Nullable Object run() throws Throwable;
  }

  private static @Nullable Object call(Access access) {
    try {
      return access.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandles.Lookup lookup(Class<?> owner) throws ReflectiveOperationException {
    Module own = JdkInternals.class.getModule();
    ModuleGrants.grant(owner.getModule(), owner.getPackageName(), true, own);
    return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
  }
}
