package dev.metaproc.mpi.objects;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link FieldCode} of method handles that are constants, so that the compiler makes field accesses
 * of them. This class is only a pattern: {@link #of} defines it anew, hidden, for each class of a
 * program, and goes when that class goes.
 */
final class CompiledFields implements FieldCode {
  private static final MethodHandle NUMBERS = part(0);
  private static final MethodHandle REFERENCES = part(1);
  private static final MethodHandle MAKE = part(2);
  private static final MethodHandle FILL = part(3);

  CompiledFields() {}

  /**
   * Code of these handles.
   *
   * @param bytes of this class
   * @param parts with the types of this class' four methods
   */
  static FieldCode of(byte[] bytes, List<MethodHandle> parts) throws ReflectiveOperationException {
    MethodHandles.Lookup hidden =
        MethodHandles.lookup().defineHiddenClassWithClassData(bytes, parts, true);
    return (FieldCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
  }

  /** Null in the pattern itself, which nobody uses. */
  @SuppressWarnings("NullAway")
  private static MethodHandle part(int index) {
    try {
      return MethodHandles.classDataAt(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MethodHandle.class, index);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long numbers(Object object, long[] into, int at) {
    try {
      return (long) NUMBERS.invokeExact(object, into, at);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public void references(Object object, @Nullable Object[] into, int at) {
    try {
      REFERENCES.invokeExact(object, into, at);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What a record's constructor throws comes out as it is. */
  @Override
  public Object make(long[] numbers, int at, @Nullable Object[] references, int start) {
    try {
      return (Object) MAKE.invokeExact(numbers, at, references, start);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public void fill(
      Object object, long[] numbers, int at, @Nullable Object[] references, int start) {
    try {
      FILL.invokeExact(object, numbers, at, references, start);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(thrown);
    };
  }
}
