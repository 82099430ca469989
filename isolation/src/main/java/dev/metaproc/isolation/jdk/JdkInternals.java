package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

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

  /** Calls a static method without arguments. */
  static Object invoke(Class<?> owner, String name, Class<?> result) {
    return call(
        () -> {
          MethodHandle handle =
              lookup(owner).findStatic(owner, name, MethodType.methodType(result));
          return handle.invoke();
        });
  }

  static Object create(Class<?> owner, String argument) {
    return call(
        () -> {
          MethodType type = MethodType.methodType(void.class, String.class);
          return lookup(owner).findConstructor(owner, type).invoke(argument);
        });
  }

  private interface Access {
    Object run() throws Throwable;
  }

  private static Object call(Access access) {
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
