package dev.metaproc.isolation;

import static java.lang.invoke.MethodType.methodType;
import static java.lang.reflect.Modifier.isAbstract;
import static java.lang.reflect.Modifier.isPrivate;
import static java.lang.reflect.Modifier.isProtected;
import static java.lang.reflect.Modifier.isPublic;
import static java.lang.reflect.Modifier.isStatic;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The method a program starts with, chosen as {@code java} chooses it (JLS 12.1.4, JEP 512): {@code
 * main(String[])} before {@code main()}, static or not, of any access but private.
 */
record MainMethod(Class<?> owner, Method method) {
  /**
   * Finds the main method of a class without initialising it.
   *
   * @throws ProgramException if it has none that can be run
   */
  static MainMethod of(Class<?> owner) throws ProgramException {
    Method method =
        find(owner, String[].class)
            .or(() -> find(owner))
            .orElseThrow(() -> notRunnable(owner, reason(owner)));
    if (method.getReturnType() != void.class) {
      throw notRunnable(owner, "its main method returns a value: declare it void");
    }
    if (!isStatic(method.getModifiers())) {
      checkConstructor(owner);
    }
    return new MainMethod(owner, method);
  }

  private static void checkConstructor(Class<?> owner) throws ProgramException {
    if (isAbstract(owner.getModifiers())) {
      throw notRunnable(owner, "its main method is not static and the class is abstract");
    }
    try {
      if (isPrivate(owner.getDeclaredConstructor().getModifiers())) {
        throw notRunnable(owner, "its main method is not static and its constructor is private");
      }
    } catch (NoSuchMethodException e) {
      throw notRunnable(
          owner, "its main method is not static and it has no constructor without arguments");
    }
  }

  private static Optional<Method> find(Class<?> owner, Class<?>... parameters) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      try {
        Method method = type.getDeclaredMethod("main", parameters);
        if (isVisible(method, owner)) {
          return Optional.of(method);
        }
      } catch (NoSuchMethodException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static boolean isVisible(Method method, Class<?> from) {
    int modifiers = method.getModifiers();
    if (isPrivate(modifiers)) {
      return false;
    }
    return isPublic(modifiers)
        || isProtected(modifiers)
        || method.getDeclaringClass().getPackageName().equals(from.getPackageName());
  }

  private static String reason(Class<?> owner) {
    for (Method method : owner.getDeclaredMethods()) {
      if (method.getName().equals("main") && isPrivate(method.getModifiers())) {
        return "its main method is private: remove 'private'";
      }
    }
    return "it has no main method: declare 'public static void main(String[] args)'";
  }

  private static ProgramException notRunnable(Class<?> owner, String why) {
    return ProgramException.notRunnable(
        "class " + owner.getName() + " cannot be started: " + why, null);
  }

  /** Takes the arguments, initialises the class and runs the method: {@code (String[])void}. */
  MethodHandle handle() throws ProgramException {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
      method.setAccessible(true);
      MethodHandle handle = lookup.unreflect(method);
      if (!isStatic(method.getModifiers())) {
        Constructor<?> constructor = owner.getDeclaredConstructor();
        constructor.setAccessible(true);
        MethodHandle make = lookup.unreflectConstructor(constructor);
        handle =
            MethodHandles.collectArguments(
                handle, 0, make.asType(methodType(method.getDeclaringClass())));
      }
      if (method.getParameterCount() == 0) {
        handle = MethodHandles.dropArguments(handle, 0, String[].class);
      }
      return handle;
    } catch (ReflectiveOperationException e) {
      throw ProgramException.notRunnable(
          "class " + owner.getName() + " cannot be started: " + e.getMessage(), e);
    }
  }
}
