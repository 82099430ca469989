package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_5;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.SIPUSH;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import dev.metaproc.rewriter.statics.Statements.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * An enum whose constants have state that programs must not share, or are made by code that must
 * run per program. The constants themselves are shared; each program has its own values of their
 * instance fields, in arrays of the enum's holder, by ordinal.
 *
 * @param constants in the order of the class initialiser
 * @param bodies the enum itself, and the classes of constants that have a body
 */
record EnumState(String owner, List<Constant> constants, Set<ClassInfo> bodies) {

  /** One constant. */
  record Constant(String field, String type, String name, int ordinal) {}

  /** A field of the constants, and where a program has its values. */
  record StateField(ClassInfo declaring, FieldInfo field) {
    /** Name of the holder's array. */
    String array() {
      return Emitted.PREFIX + simpleName(declaring.name()) + "$" + field.key().name();
    }

    String getter() {
      return Emitted.PREFIX + "get$" + field.key().name();
    }

    String setter() {
      return Emitted.PREFIX + "set$" + field.key().name();
    }
  }

  /** The method that does, per program, what the constructor of that class does. */
  static String initializerOf(String type) {
    return Emitted.PREFIX + "init$" + simpleName(type);
  }

  /** What the constructor that only makes a constant takes. */
  static String bareConstructor(String owner) {
    return "(Ljava/lang/String;IL" + Emitted.holder(owner) + ";)V";
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  List<StateField> fields() {
    List<StateField> fields = new ArrayList<>();
    for (ClassInfo body : bodies) {
      fields.addAll(fieldsOf(body));
    }
    return fields;
  }

  static List<StateField> fieldsOf(ClassInfo body) {
    return body.fields().values().stream()
        .filter(field -> !field.isStatic())
        .map(field -> new StateField(body, field))
        .toList();
  }

  /** One more than the largest ordinal. */
  int length() {
    return constants.stream().mapToInt(Constant::ordinal).max().orElse(-1) + 1;
  }

  /** Null unless each constant is made as compilers make them, by a statement of its own. */
  static @Nullable EnumState of(
      Hierarchy hierarchy, ClassInfo info, Initializer initializer, List<Statement> statements) {
    List<Constant> constants = new ArrayList<>();
    Set<ClassInfo> bodies = new LinkedHashSet<>();
    bodies.add(info);
    for (Statement statement : statements) {
      List<AbstractInsnNode> code = initializer.code(statement);
      boolean makes = code.getFirst().getOpcode() == NEW;
      Constant constant = makes ? constant(info.name(), code) : null;
      boolean handles = !initializer.handled(statement).isEmpty();
      if (handles || (makes && constant == null)) {
        return null;
      }
      if (constant != null) {
        ClassInfo body = hierarchy.find(constant.type);
        if (body == null || (!body.equals(info) && !info.name().equals(body.superName()))) {
          return null;
        }
        constants.add(constant);
        bodies.add(body);
      }
    }
    long expected = info.fields().values().stream().filter(EnumConstants::isConstant).count();
    boolean all = constants.size() == expected;
    return all ? new EnumState(info.name(), List.copyOf(constants), bodies) : null;
  }

  private static @Nullable Constant constant(String owner, List<AbstractInsnNode> code) {
    int last = code.size() - 1;
    boolean shaped =
        last >= 5
            && code.get(1).getOpcode() == DUP
            && code.get(last).getOpcode() == PUTSTATIC
            && code.get(last - 1).getOpcode() == INVOKESPECIAL;
    if (shaped
        && code.get(0) instanceof TypeInsnNode made
        && code.get(2) instanceof LdcInsnNode name
        && name.cst instanceof String text
        && code.get(last - 1) instanceof MethodInsnNode constructor
        && constructor.owner.equals(made.desc)
        && constructor.desc.startsWith("(Ljava/lang/String;I")
        && code.get(last) instanceof FieldInsnNode field
        && field.owner.equals(owner)) {
      int ordinal = intOf(code.get(3));
      return ordinal < 0 ? null : new Constant(field.name, made.desc, text, ordinal);
    }
    return null;
  }

  private static int intOf(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    if (opcode >= ICONST_0 && opcode <= ICONST_5) {
      return opcode - ICONST_0;
    }
    return switch (insn) {
      case IntInsnNode push when opcode == BIPUSH || opcode == SIPUSH -> push.operand;
      case LdcInsnNode push when push.cst instanceof Integer number -> number;
      default -> -1;
    };
  }
}
