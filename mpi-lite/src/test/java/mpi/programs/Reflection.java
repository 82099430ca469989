package mpi.programs;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls something as a program would: its class loader tells whose program it is. */
public final class Reflection {
  private Reflection() {}

  /** What the call throws is thrown as it is. */
  public static @Nullable Object call(
      Executable member, @Nullable Object receiver, @Nullable Object[] arguments) throws Throwable {
    try {
      return member instanceof Constructor<?> constructor
          ? constructor.newInstance(arguments)
          : ((Method) member).invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
