package dev.metaproc.rewriter.trial;

import dev.metaproc.rewriter.trial.Datum.ArrayDatum;
import dev.metaproc.rewriter.trial.Datum.DoubleDatum;
import dev.metaproc.rewriter.trial.Datum.FloatDatum;
import dev.metaproc.rewriter.trial.Datum.Host;
import dev.metaproc.rewriter.trial.Datum.IntDatum;
import dev.metaproc.rewriter.trial.Datum.LongDatum;
import dev.metaproc.rewriter.trial.Datum.NullDatum;
import java.lang.reflect.Array;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Real calls of the JDK's value classes: data become objects, and results data again. */
final class HostCalls {
  /** What a pure call may be given: beyond, it could take all memory. */
  private static final int LARGEST = 1 << 20;

  private HostCalls() {}

  /** The class of {@link JdkModel} that an object is called as. */
  static String modelOf(Object object, String owner) {
    return object instanceof Charset
        ? "java/nio/charset/Charset"
        : JdkModel.isValue(owner) || JdkModel.isBuilder(owner)
            ? owner
            : object.getClass().getName().replace('.', '/');
  }

  static Object call(
      String owner, MethodInsnNode call, @Nullable Object receiver, List<? extends Datum> values) {
    Type[] parameters = Type.getArgumentTypes(call.desc);
    Class<?>[] types = new Class<?>[parameters.length];
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    boolean grows =
        call.name.equals("repeat") || call.name.equals("pow") || call.name.startsWith("shift");
    for (int i = 0; i < parameters.length; i++) {
      types[i] = type(parameters[i]);
      arguments[i] = object(values.get(i), parameters[i]);
      if (grows && arguments[i] instanceof Integer number && Math.abs(number) > LARGEST) {
        throw new Impure("makes a value of " + number);
      }
    }
    if (owner.equals("java/lang/String")
        && call.name.equals("format")
        && arguments[0] instanceof String format) {
      return formatted(format, (Object[]) arguments[1]);
    }
    return JdkModel.call(owner, call.name, receiver == null ? "" : receiver, types, arguments);
  }

  /** Hexadecimal numbers and strings are written the same in every locale. */
  private static String formatted(String format, @Nullable Object @Nullable [] arguments) {
    if (!format.replaceAll("%0?[0-9]*[xXs%]", "").contains("%")) {
      return String.format(Locale.ROOT, format, arguments);
    }
    throw new Impure("asks the environment: String.format");
  }

  private static Class<?> type(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> boolean.class;
      case Type.BYTE -> byte.class;
      case Type.CHAR -> char.class;
      case Type.SHORT -> short.class;
      case Type.INT -> int.class;
      case Type.LONG -> long.class;
      case Type.FLOAT -> float.class;
      case Type.DOUBLE -> double.class;
      case Type.ARRAY -> type(type.getElementType()).arrayType();
      default -> {
        try {
          yield Class.forName(type.getClassName(), false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException e) {
          throw new Impure("uses " + type.getClassName());
        }
      }
    };
  }

  static @Nullable Object object(Datum value, Type type) {
    return switch (value) {
      case IntDatum number -> narrowed(number.value(), type);
      case LongDatum number -> number.value();
      case FloatDatum number -> number.value();
      case DoubleDatum number -> number.value();
      case Datum.NullDatum nothing -> null;
      case Host host -> host.object;
      case ArrayDatum array -> array(array, type);
      default -> throw new Impure("calls the JDK with an object of its own");
    };
  }

  private static Object narrowed(int value, Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> value != 0;
      case Type.BYTE -> (byte) value;
      case Type.CHAR -> (char) value;
      case Type.SHORT -> (short) value;
      default -> value;
    };
  }

  private static Object array(ArrayDatum array, Type type) {
    if (type.getSort() != Type.ARRAY || type.getDimensions() != 1) {
      throw new Impure("calls the JDK with an array");
    }
    Object copy = Array.newInstance(type(type.getElementType()), array.elements.length);
    for (int i = 0; i < array.elements.length; i++) {
      try {
        Array.set(copy, i, object(array.elements[i], array.component));
      } catch (IllegalArgumentException e) {
        throw new Impure("calls the JDK with an array");
      }
    }
    return copy;
  }

  static @Nullable Datum datum(Object result, Type type, String root) {
    if (result.equals(JdkModel.NOTHING)) {
      return type.getSort() == Type.VOID ? null : NullDatum.NULL;
    }
    if (type.getSort() == Type.ARRAY || result.getClass().isArray()) {
      return arrayOf(result, root);
    }
    if (type.getSort() < Type.ARRAY) {
      return primitive(result);
    }
    if (JdkModel.isImmutable(result)) {
      return isCached(result) ? Host.constant(result) : Host.value(result, root);
    }
    if (JdkModel.isBuilder(result.getClass().getName().replace('.', '/'))) {
      return Host.builder(result, root);
    }
    throw new Impure("is given a " + result.getClass().getName());
  }

  /** Whether the JDK has one object for all that ask for that value. */
  private static boolean isCached(Object value) {
    return switch (value) {
      case Enum<?> constant -> true;
      case Charset charset -> true;
      case Boolean truth -> true;
      case Byte number -> true;
      case Character c -> c <= Byte.MAX_VALUE;
      case Short number -> number == number.byteValue();
      case Integer number -> number == number.byteValue();
      case Long number -> number == number.byteValue();
      default -> false;
    };
  }

  private static Datum arrayOf(Object array, String root) {
    Type component = Type.getType(array.getClass().getComponentType());
    Datum[] elements = new Datum[Array.getLength(array)];
    for (int i = 0; i < elements.length; i++) {
      Object element = Array.get(array, i);
      Datum datum = element == null ? NullDatum.NULL : datum(element, component, root);
      elements[i] = datum == null ? NullDatum.NULL : datum;
    }
    return new ArrayDatum(component, root, elements);
  }

  private static Datum primitive(Object boxed) {
    return switch (boxed) {
      case Boolean b -> new IntDatum(b ? 1 : 0);
      case Character c -> new IntDatum(c);
      case Long l -> new LongDatum(l);
      case Float f -> new FloatDatum(f);
      case Double d -> new DoubleDatum(d);
      case Number n -> new IntDatum(n.intValue());
      default -> throw new Impure("is given a " + boxed.getClass().getName());
    };
  }

  /** Boxes or unboxes, as the linkage of a lambda does. */
  static Datum converted(Datum value, Type to, String root) {
    boolean primitive = to.getSort() < Type.ARRAY;
    if (primitive && value instanceof Host host && host.object != null) {
      return primitive(host.object);
    }
    if (!primitive && !(value instanceof Host)) {
      return switch (value) {
        case LongDatum number -> Host.value(number.value(), root);
        case FloatDatum number -> Host.value(number.value(), root);
        case DoubleDatum number -> Host.value(number.value(), root);
        case IntDatum number -> throw new Impure("boxes a number in a lambda");
        default -> value;
      };
    }
    return value;
  }

  static String concatenate(InvokeDynamicInsnNode dynamic, List<? extends Datum> values) {
    Type[] types = Type.getArgumentTypes(dynamic.desc);
    String recipe =
        dynamic.bsmArgs.length > 0 ? (String) dynamic.bsmArgs[0] : "\1".repeat(types.length);
    StringBuilder out = new StringBuilder();
    int argument = 0;
    int constant = 1;
    for (int i = 0; i < recipe.length(); i++) {
      char c = recipe.charAt(i);
      switch (c) {
        case '\1' -> {
          out.append(object(values.get(argument), types[argument]));
          argument++;
        }
        case '\2' -> out.append(dynamic.bsmArgs[constant++]);
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
