package dev.metaproc.mpi.objects;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the four handles of {@link CompiledFields} of those of single fields. */
@SuppressWarnings("UnusedMethod") // they are found by name
final class Handles {
  private static final MethodHandles.Lookup OWN = MethodHandles.lookup();
  private static final MethodHandle PUT_NUMBER =
      own(
          "putNumber",
          MethodType.methodType(long.class, long.class, long.class, long[].class, int.class));
  private static final MethodHandle PUT_REFERENCE =
      own(
          "putReference",
          MethodType.methodType(void.class, Object.class, Object[].class, int.class));
  private static final MethodHandle GET_NUMBER =
      own("getNumber", MethodType.methodType(long.class, long[].class, int.class));
  private static final MethodHandle GET_REFERENCE =
      own("getReference", MethodType.methodType(Object.class, Object[].class, int.class));
  private static final MethodHandle OFFSET =
      own("offset", MethodType.methodType(int.class, int.class, int.class));

  private static final MethodHandle MIX_TEXT =
      own("mixText", MethodType.methodType(long.class, long.class, String.class));
  private static final MethodHandle DOUBLE_BITS =
      bits(Double.class, "doubleToRawLongBits", long.class, double.class);
  private static final MethodHandle FLOAT_BITS =
      bits(Float.class, "floatToRawIntBits", int.class, float.class);
  private static final MethodHandle BITS_DOUBLE =
      bits(Double.class, "longBitsToDouble", double.class, long.class);
  private static final MethodHandle BITS_FLOAT =
      bits(Float.class, "intBitsToFloat", float.class, int.class);

  private Handles() {}

  private static MethodHandle bits(Class<?> owner, String name, Class<?> to, Class<?> from) {
    try {
      return OWN.findStatic(owner, name, MethodType.methodType(to, from));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static MethodHandle own(String name, MethodType type) {
    try {
      return OWN.findStatic(Handles.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static long putNumber(long hash, long value, long[] into, int at) {
    into[at] = value;
    return (hash ^ value) * 0x9E3779B97F4A7C15L;
  }

  private static long mixText(long hash, @Nullable String text) {
    return text == null ? hash : (hash ^ text.hashCode()) * 0x9E3779B97F4A7C15L;
  }

  private static void putReference(@Nullable Object value, @Nullable Object[] into, int at) {
    into[at] = value;
  }

  private static long getNumber(long[] numbers, int at) {
    return numbers[at];
  }

  private static @Nullable Object getReference(@Nullable Object[] references, int at) {
    return references[at];
  }

  private static int offset(int at, int index) {
    return at + index;
  }

  /**
   * As {@link FieldCode#numbers}.
   *
   * @param getters of the primitive fields, of an object of any type
   * @param names of type {@code String}, where there are no primitive fields to tell objects apart
   */
  static MethodHandle numbers(List<MethodHandle> getters, List<MethodHandle> names) {
    MethodHandle all =
        MethodHandles.dropArguments(
            MethodHandles.identity(long.class), 1, Object.class, long[].class, int.class);
    for (int i = 0; i < getters.size(); i++) {
      MethodHandle put = MethodHandles.filterArguments(PUT_NUMBER, 3, plus(i));
      all = after(all, MethodHandles.filterArguments(put, 1, asNumber(getters.get(i))));
    }
    for (MethodHandle each : names) {
      MethodHandle mix = MethodHandles.filterArguments(MIX_TEXT, 1, each);
      all = after(all, MethodHandles.dropArguments(mix, 2, long[].class, int.class));
    }
    return MethodHandles.insertArguments(all, 0, 1L);
  }

  /** {@code then(first(hash, object, into, at), object, into, at)}. */
  private static MethodHandle after(MethodHandle first, MethodHandle then) {
    MethodHandle both = MethodHandles.collectArguments(then, 0, first);
    return MethodHandles.permuteArguments(both, first.type(), 0, 1, 2, 3, 1, 2, 3);
  }

  /** As {@link FieldCode#references}; the getters take an object of any type. */
  static MethodHandle references(List<MethodHandle> getters) {
    MethodHandle all =
        MethodHandles.empty(
            MethodType.methodType(void.class, Object.class, Object[].class, int.class));
    for (int i = getters.size() - 1; i >= 0; i--) {
      MethodHandle put = MethodHandles.filterArguments(PUT_REFERENCE, 2, plus(i));
      MethodHandle getter = getters.get(i);
      MethodHandle step =
          MethodHandles.filterArguments(
              put, 0, getter.asType(getter.type().changeReturnType(Object.class)));
      all = MethodHandles.foldArguments(all, step);
    }
    return all;
  }

  /** The number at {@code index} as a primitive, of what {@link FieldCode#make} is given. */
  static MethodHandle number(int index, Class<?> type) {
    MethodHandle bits =
        MethodHandles.dropArguments(
            MethodHandles.filterArguments(GET_NUMBER, 1, plus(index)),
            2,
            Object[].class,
            int.class);
    return fromNumber(bits, type);
  }

  /** The reference at {@code index}, of what {@link FieldCode#make} is given. */
  static MethodHandle reference(int index, Class<?> type) {
    MethodHandle get = MethodHandles.filterArguments(GET_REFERENCE, 1, plus(index));
    MethodHandle dropped = MethodHandles.dropArguments(get, 0, long[].class, int.class);
    return dropped.asType(dropped.type().changeReturnType(type));
  }

  /** What a field has that was not sent. */
  static MethodHandle nothing(Class<?> type) {
    return MethodHandles.dropArguments(
        MethodHandles.zero(type), 0, long[].class, int.class, Object[].class, int.class);
  }

  /** A constructor with its arguments from {@link #number} and {@link #reference}. */
  static MethodHandle make(MethodHandle constructor, List<MethodHandle> values) {
    MethodHandle made =
        MethodHandles.dropArguments(
            constructor.asType(constructor.type().changeReturnType(Object.class)),
            0,
            long[].class,
            int.class,
            Object[].class,
            int.class);
    for (MethodHandle value : values) {
      made = MethodHandles.foldArguments(insertedAt4(made), value);
    }
    return made;
  }

  /** Moves the argument behind the four to the front, where a fold puts what it computed. */
  private static MethodHandle insertedAt4(MethodHandle target) {
    MethodType type = target.type();
    Class<?> value = type.parameterType(4);
    MethodType moved = type.dropParameterTypes(4, 5).insertParameterTypes(0, value);
    int[] order = new int[type.parameterCount()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < 4 ? i + 1 : i == 4 ? 0 : i;
    }
    return MethodHandles.permuteArguments(target, moved, order);
  }

  /** As {@link FieldCode#fill}; a setter takes an object of any type and its value. */
  static MethodHandle fill(List<MethodHandle> setters, List<MethodHandle> values) {
    MethodHandle all =
        MethodHandles.empty(
            MethodType.methodType(
                void.class, Object.class, long[].class, int.class, Object[].class, int.class));
    for (int i = 0; i < setters.size(); i++) {
      all =
          MethodHandles.foldArguments(
              all, MethodHandles.collectArguments(setters.get(i), 1, values.get(i)));
    }
    return all;
  }

  private static MethodHandle plus(int index) {
    return MethodHandles.insertArguments(OFFSET, 1, index);
  }

  private static MethodHandle asNumber(MethodHandle getter) {
    Class<?> type = getter.type().returnType();
    if (type == double.class) {
      return MethodHandles.filterReturnValue(getter, DOUBLE_BITS);
    }
    MethodHandle whole =
        type == float.class ? MethodHandles.filterReturnValue(getter, FLOAT_BITS) : getter;
    return MethodHandles.explicitCastArguments(whole, whole.type().changeReturnType(long.class));
  }

  private static MethodHandle fromNumber(MethodHandle bits, Class<?> type) {
    if (type == double.class) {
      return MethodHandles.filterReturnValue(bits, BITS_DOUBLE);
    }
    if (type == float.class) {
      MethodHandle whole =
          MethodHandles.explicitCastArguments(bits, bits.type().changeReturnType(int.class));
      return MethodHandles.filterReturnValue(whole, BITS_FLOAT);
    }
    return MethodHandles.explicitCastArguments(bits, bits.type().changeReturnType(type));
  }
}
