package dev.metaproc.rewriter.trial;

import static org.objectweb.asm.Opcodes.*;

import dev.metaproc.rewriter.trial.Datum.ArrayDatum;
import dev.metaproc.rewriter.trial.Datum.ClassLiteral;
import dev.metaproc.rewriter.trial.Datum.DoubleDatum;
import dev.metaproc.rewriter.trial.Datum.FloatDatum;
import dev.metaproc.rewriter.trial.Datum.Host;
import dev.metaproc.rewriter.trial.Datum.Instance;
import dev.metaproc.rewriter.trial.Datum.IntDatum;
import dev.metaproc.rewriter.trial.Datum.LongDatum;
import dev.metaproc.rewriter.trial.Datum.NullDatum;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/** What each instruction does to values; all that may throw is refused where it would. */
final class Operations extends Interpreter<Datum> {
  private static final int LONGEST_ARRAY = 1 << 20;

  private final Trials trials;
  private final String root;
  private final Calls calls;

  Operations(Trials trials, Machine machine, String root) {
    super(ASM9);
    this.trials = trials;
    this.root = root;
    this.calls = new Calls(trials, machine, root);
  }

  Calls calls() {
    return calls;
  }

  // --- values

  static int intOf(Datum value) {
    if (value instanceof IntDatum number) {
      return number.value();
    }
    throw new Impure("depends on what an object of the JDK returned");
  }

  static long longOf(Datum value) {
    if (value instanceof LongDatum number) {
      return number.value();
    }
    throw new Impure("depends on what an object of the JDK returned");
  }

  private static float floatOf(Datum value) {
    if (value instanceof FloatDatum number) {
      return number.value();
    }
    throw new Impure("depends on what an object of the JDK returned");
  }

  private static double doubleOf(Datum value) {
    if (value instanceof DoubleDatum number) {
      return number.value();
    }
    throw new Impure("depends on what an object of the JDK returned");
  }

  @SuppressWarnings("ReferenceEquality") // what acmp means
  static boolean isSame(Datum a, Datum b) {
    if (a instanceof Datum.Unknown || b instanceof Datum.Unknown) {
      throw new Impure("depends on what an object of the JDK returned");
    }
    if (a instanceof Host x && b instanceof Host y) {
      return x.object == y.object;
    }
    return a instanceof ClassLiteral ? a.equals(b) : a == b;
  }

  static Datum zero(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> new LongDatum(0);
      case Type.FLOAT -> new FloatDatum(0);
      case Type.DOUBLE -> new DoubleDatum(0);
      case Type.OBJECT, Type.ARRAY -> NullDatum.NULL;
      default -> new IntDatum(0);
    };
  }

  static Datum of(Object constant) {
    return switch (constant) {
      case Integer i -> new IntDatum(i);
      case Long l -> new LongDatum(l);
      case Float f -> new FloatDatum(f);
      case Double d -> new DoubleDatum(d);
      case String s -> Host.constant(s.intern());
      case Type type when type.getSort() != Type.METHOD -> new ClassLiteral(type);
      default -> throw new Impure("has a dynamic constant");
    };
  }

  @Override
  public @Nullable Datum newValue(@Nullable Type type) {
    return Type.VOID_TYPE.equals(type) ? null : NullDatum.NULL;
  }

  @Override
  public Datum copyOperation(AbstractInsnNode insn, Datum value) {
    return value;
  }

  // --- constants, statics, allocation

  @Override
  public Datum newOperation(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return switch (opcode) {
      case ACONST_NULL -> NullDatum.NULL;
      case ICONST_M1, ICONST_0, ICONST_1, ICONST_2, ICONST_3, ICONST_4, ICONST_5 ->
          new IntDatum(opcode - ICONST_0);
      case LCONST_0, LCONST_1 -> new LongDatum(opcode - LCONST_0);
      case FCONST_0, FCONST_1, FCONST_2 -> new FloatDatum(opcode - FCONST_0);
      case DCONST_0, DCONST_1 -> new DoubleDatum(opcode - DCONST_0);
      case BIPUSH, SIPUSH -> new IntDatum(((IntInsnNode) insn).operand);
      case LDC -> of(((LdcInsnNode) insn).cst);
      case GETSTATIC -> {
        FieldInsnNode field = (FieldInsnNode) insn;
        yield trials.read(root, calls.statics(), field.owner, field.name, field.desc);
      }
      case NEW -> calls.allocate(((TypeInsnNode) insn).desc);
      default -> throw new Impure("has subroutines");
    };
  }

  // --- arithmetic

  @Override
  public @Nullable Datum unaryOperation(AbstractInsnNode insn, Datum value) {
    return switch (insn.getOpcode()) {
      case INEG -> new IntDatum(-intOf(value));
      case LNEG -> new LongDatum(-longOf(value));
      case FNEG -> new FloatDatum(-floatOf(value));
      case DNEG -> new DoubleDatum(-doubleOf(value));
      case I2L -> new LongDatum(intOf(value));
      case I2F -> new FloatDatum(intOf(value));
      case I2D -> new DoubleDatum(intOf(value));
      case L2I -> new IntDatum((int) longOf(value));
      case L2F -> new FloatDatum(longOf(value));
      case L2D -> new DoubleDatum(longOf(value));
      case F2I -> new IntDatum((int) floatOf(value));
      case F2L -> new LongDatum((long) floatOf(value));
      case F2D -> new DoubleDatum(floatOf(value));
      case D2I -> new IntDatum((int) doubleOf(value));
      case D2L -> new LongDatum((long) doubleOf(value));
      case D2F -> new FloatDatum((float) doubleOf(value));
      case I2B -> new IntDatum((byte) intOf(value));
      case I2C -> new IntDatum((char) intOf(value));
      case I2S -> new IntDatum((short) intOf(value));
      case PUTSTATIC -> {
        FieldInsnNode field = (FieldInsnNode) insn;
        trials.write(root, calls.statics(), field.owner, field.name, field.desc, value);
        yield null;
      }
      case GETFIELD -> read((FieldInsnNode) insn, value);
      case NEWARRAY -> array(primitive(((IntInsnNode) insn).operand), intOf(value));
      case ANEWARRAY -> array(Type.getObjectType(((TypeInsnNode) insn).desc), intOf(value));
      case ARRAYLENGTH -> new IntDatum(arrayOf(value).elements.length);
      case CHECKCAST -> {
        calls.checkCast(value, Type.getObjectType(((TypeInsnNode) insn).desc));
        yield value;
      }
      case INSTANCEOF ->
          new IntDatum(
              calls.isInstance(value, Type.getObjectType(((TypeInsnNode) insn).desc)) ? 1 : 0);
      default -> throw new Impure("throws an exception");
    };
  }

  @Override
  public @Nullable Datum binaryOperation(AbstractInsnNode insn, Datum a, Datum b) {
    int opcode = insn.getOpcode();
    if (opcode >= IALOAD && opcode <= SALOAD) {
      return load(a, intOf(b));
    }
    if (opcode == PUTFIELD) {
      write((FieldInsnNode) insn, a, b);
      return null;
    }
    if (opcode >= LCMP && opcode <= DCMPG) {
      return new IntDatum(compare(opcode, a, b));
    }
    return switch (a) {
      case IntDatum x -> new IntDatum(ints(opcode, x.value(), intOf(b)));
      case LongDatum x when opcode == LSHL || opcode == LSHR || opcode == LUSHR ->
          new LongDatum(shift(opcode, x.value(), intOf(b)));
      case LongDatum x -> new LongDatum(longs(opcode, x.value(), longOf(b)));
      case FloatDatum x -> new FloatDatum(floats(opcode, x.value(), floatOf(b)));
      case DoubleDatum x -> new DoubleDatum(doubles(opcode, x.value(), doubleOf(b)));
      default -> throw new Impure("depends on what an object of the JDK returned");
    };
  }

  private static int compare(int opcode, Datum a, Datum b) {
    return switch (opcode) {
      case LCMP -> Long.compare(longOf(a), longOf(b));
      case FCMPL, FCMPG -> compare(floatOf(a), floatOf(b), opcode == FCMPG);
      default -> compare(doubleOf(a), doubleOf(b), opcode == DCMPG);
    };
  }

  private static int compare(double a, double b, boolean greaterIfUnordered) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return greaterIfUnordered ? 1 : -1;
    }
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static int ints(int opcode, int a, int b) {
    return switch (opcode) {
      case IADD -> a + b;
      case ISUB -> a - b;
      case IMUL -> a * b;
      case IDIV -> a / notZero(b);
      case IREM -> a % notZero(b);
      case ISHL -> a << b;
      case ISHR -> a >> b;
      case IUSHR -> a >>> b;
      case IAND -> a & b;
      case IOR -> a | b;
      case IXOR -> a ^ b;
      default -> throw new Impure("unknown instruction " + opcode);
    };
  }

  private static long shift(int opcode, long a, int b) {
    return switch (opcode) {
      case LSHL -> a << b;
      case LSHR -> a >> b;
      default -> a >>> b;
    };
  }

  private static long longs(int opcode, long a, long b) {
    return switch (opcode) {
      case LADD -> a + b;
      case LSUB -> a - b;
      case LMUL -> a * b;
      case LDIV -> a / notZero(b);
      case LREM -> a % notZero(b);
      case LAND -> a & b;
      case LOR -> a | b;
      case LXOR -> a ^ b;
      default -> throw new Impure("unknown instruction " + opcode);
    };
  }

  private static float floats(int opcode, float a, float b) {
    return switch (opcode) {
      case FADD -> a + b;
      case FSUB -> a - b;
      case FMUL -> a * b;
      case FDIV -> a / b;
      case FREM -> a % b;
      default -> throw new Impure("unknown instruction " + opcode);
    };
  }

  private static double doubles(int opcode, double a, double b) {
    return switch (opcode) {
      case DADD -> a + b;
      case DSUB -> a - b;
      case DMUL -> a * b;
      case DDIV -> a / b;
      case DREM -> a % b;
      default -> throw new Impure("unknown instruction " + opcode);
    };
  }

  private static int notZero(int divisor) {
    if (divisor == 0) {
      throw new Impure("divides by zero");
    }
    return divisor;
  }

  private static long notZero(long divisor) {
    if (divisor == 0) {
      throw new Impure("divides by zero");
    }
    return divisor;
  }

  // --- fields and arrays

  /** Another initialiser's object may have changed by then, except in its final fields. */
  private Datum read(FieldInsnNode field, Datum receiver) {
    if (!(receiver instanceof Instance object)) {
      throw new Impure("reads " + field.owner + "." + field.name + " of an unknown object");
    }
    if (!object.maker.equals(root) && !trials.isFinal(field.owner, field.name, field.desc)) {
      throw new Impure("reads an object that " + object.maker + " made");
    }
    Datum value = object.fields.get(trials.fieldKey(field.owner, field.name, field.desc));
    return value == null ? zero(Type.getType(field.desc)) : value;
  }

  private void write(FieldInsnNode field, Datum receiver, Datum value) {
    if (!(receiver instanceof Instance object)) {
      throw new Impure("writes " + field.owner + "." + field.name + " of an unknown object");
    }
    if (!object.maker.equals(root)) {
      throw new Impure("changes an object that " + object.maker + " made");
    }
    object.fields.put(trials.fieldKey(field.owner, field.name, field.desc), value);
  }

  ArrayDatum arrayOf(Datum value) {
    if (value instanceof ArrayDatum array) {
      return array;
    }
    throw new Impure("uses an unknown array");
  }

  ArrayDatum array(Type component, int length) {
    if (length < 0 || length > LONGEST_ARRAY) {
      throw new Impure("makes an array of " + length);
    }
    Datum[] elements = new Datum[length];
    Arrays.fill(elements, zero(component));
    return new ArrayDatum(component, root, elements);
  }

  private static Type primitive(int code) {
    return switch (code) {
      case T_BOOLEAN -> Type.BOOLEAN_TYPE;
      case T_CHAR -> Type.CHAR_TYPE;
      case T_FLOAT -> Type.FLOAT_TYPE;
      case T_DOUBLE -> Type.DOUBLE_TYPE;
      case T_BYTE -> Type.BYTE_TYPE;
      case T_SHORT -> Type.SHORT_TYPE;
      case T_INT -> Type.INT_TYPE;
      default -> Type.LONG_TYPE;
    };
  }

  private Datum load(Datum from, int index) {
    ArrayDatum array = arrayOf(from);
    if (!array.maker.equals(root)) {
      throw new Impure("reads an array that " + array.maker + " made");
    }
    if (index < 0 || index >= array.elements.length) {
      throw new Impure("throws an exception");
    }
    return array.elements[index];
  }

  @Override
  public @Nullable Datum ternaryOperation(
      AbstractInsnNode insn, Datum to, Datum index, Datum value) {
    ArrayDatum array = arrayOf(to);
    int at = intOf(index);
    if (!array.maker.equals(root)) {
      throw new Impure("changes an array that " + array.maker + " made");
    }
    if (at < 0 || at >= array.elements.length) {
      throw new Impure("throws an exception");
    }
    if (insn.getOpcode() == AASTORE && !(value instanceof NullDatum)) {
      calls.checkCast(value, array.component);
    }
    array.elements[at] = narrowed(array.component, value);
    return null;
  }

  private static Datum narrowed(Type type, Datum value) {
    return switch (type.getSort()) {
      case Type.BYTE -> new IntDatum((byte) intOf(value));
      case Type.CHAR -> new IntDatum((char) intOf(value));
      case Type.SHORT -> new IntDatum((short) intOf(value));
      case Type.BOOLEAN -> new IntDatum(intOf(value) & 1);
      default -> value;
    };
  }

  // --- calls

  @Override
  public @Nullable Datum naryOperation(AbstractInsnNode insn, List<? extends Datum> values) {
    return switch (insn) {
      case MethodInsnNode call -> calls.call(call, values);
      case InvokeDynamicInsnNode dynamic -> calls.dynamic(dynamic, values);
      case MultiANewArrayInsnNode array -> arrays(Type.getType(array.desc), values, 0);
      default -> throw new Impure("unknown instruction " + insn.getOpcode());
    };
  }

  private Datum arrays(Type type, List<? extends Datum> lengths, int dimension) {
    Type component = Type.getType(type.getDescriptor().substring(1));
    ArrayDatum array = array(component, intOf(lengths.get(dimension)));
    if (dimension + 1 < lengths.size()) {
      for (int i = 0; i < array.elements.length; i++) {
        array.elements[i] = arrays(component, lengths, dimension + 1);
      }
    }
    return array;
  }

  @Override
  public void returnOperation(AbstractInsnNode insn, Datum value, Datum expected) {}

  @Override
  public Datum merge(Datum a, Datum b) {
    throw new IllegalStateException("a run has one path");
  }
}
