package dev.metaproc.isolation.reclaim;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's cache of method handle constants. It keeps what a class of the system class loader has
 * in its constant pool for ever, since that loader never goes; a program's does.
 */
public final class HandleConstants {
  private static final ClassLoader HOST = HandleConstants.class.getClassLoader();
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final Map<?, ?> CACHE;
  private static final MethodHandle DECLARING_CLASS;

  static {
    try {
      Module own = HandleConstants.class.getModule();
      ModuleGrants.grant(Object.class.getModule(), "java.lang.invoke", true, own);
      Field table = MethodHandles.Lookup.class.getDeclaredField("LOOKASIDE_TABLE");
      table.setAccessible(true);
      CACHE = (Map<?, ?>) table.get(null);
      Method declaringClass =
          Class.forName("java.lang.invoke.MemberName").getDeclaredMethod("getDeclaringClass");
      declaringClass.setAccessible(true);
      DECLARING_CLASS =
          MethodHandles.lookup()
              .unreflect(declaringClass)
              .asType(MethodType.methodType(Class.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private HandleConstants() {}

  /** Drops the constants of all programs' classes; those that still run resolve theirs anew. */
  public static void forgetPrograms() {
    CACHE.keySet().removeIf(member -> !isOfHost(declaringClass(member).getClassLoader()));
  }

  private static boolean isOfHost(@Nullable ClassLoader loader) {
    return loader == null || HOST.equals(loader) || PLATFORM.equals(loader);
  }

  private static Class<?> declaringClass(Object member) {
    try {
      return (Class<?>) DECLARING_CLASS.invokeExact(member);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
