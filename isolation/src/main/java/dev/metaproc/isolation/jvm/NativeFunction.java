package dev.metaproc.isolation.jvm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A C function of at most four integers, pointers or references. All are called with four words and
 * asked for one: the calling conventions of all 64-bit platforms pass those in registers, which a
 * function that takes fewer does not read, and leave the upper half of a shorter result undefined.
 * So there is one kind of call to link, where each signature would take the JVM milliseconds, and
 * after the first call of any function, calling one runs no other native code.
 */
@SuppressWarnings("restricted") // native access is what it is for; the host's JVM enables it
public final class NativeFunction {
  private static final FunctionDescriptor WORDS =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private final MethodHandle handle;

  NativeFunction(Linker linker, MemorySegment address) {
    handle = linker.downcallHandle(address, WORDS);
  }

  /** Its result, a pointer or reference. Words it does not take may be anything. */
  public long call(long first, long second, long third, long fourth) {
    try {
      return (long) handle.invokeExact(first, second, third, fourth);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a C function throws nothing
    }
  }

  /** Its result, an {@code int}. */
  public int status(long first, long second, long third, long fourth) {
    return (int) call(first, second, third, fourth);
  }

  /**
   * Calls it, and takes any result but 0 for an error.
   *
   * @throws IllegalStateException with its name and the error
   */
  public void check(String name, long first, long second, long third, long fourth) {
    int error = status(first, second, third, fourth);
    if (error != 0) {
      throw new IllegalStateException(
          name + " failed with error " + error + ": this JVM does not allow it");
    }
  }
}
