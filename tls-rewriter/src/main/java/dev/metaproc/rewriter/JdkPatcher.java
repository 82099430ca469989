package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ARRAYLENGTH;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.SWAP;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes the patches of one class of the JDK. Only method bodies change, as redefinition demands;
 * static initialisers are left alone.
 */
public final class JdkPatcher {
  private final JdkClass row;
  private final ClassNode node = new ClassNode();

  private JdkPatcher(JdkClass row) {
    this.row = row;
  }

  /**
   * The changed class file.
   *
   * @throws IllegalStateException if this JDK's class is not the one the row was written for
   */
  public static byte[] patch(JdkClass row, byte[] classFile) {
    JdkPatcher patcher = new JdkPatcher(row);
    ClassReader reader = new ClassReader(classFile);
    reader.accept(patcher.node, 0);
    row.patches().forEach(patcher::apply);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    patcher.node.accept(writer);
    return writer.toByteArray();
  }

  private void apply(JdkPatch patch) {
    switch (patch) {
      case JdkPatch.StaticField field -> field(field);
      case JdkPatch.Result result -> result(method(result), JdkHooks.named(result.hook()));
      case JdkPatch.Unless unless -> unless(method(unless), JdkHooks.named(unless.hook()));
      case JdkPatch.Instead instead ->
          instead(method(instead), JdkHooks.named(instead.guard()), JdkHooks.named(instead.hook()));
      case JdkPatch.Argument argument ->
          argument(method(argument), argument.number(), JdkHooks.named(argument.hook()));
      case JdkPatch.ClassFile file -> classFile(method(file));
      case JdkPatch.Begun begun -> method(begun); // it is there, and stays as it is
    }
  }

  private MethodNode method(JdkPatch patch) {
    for (MethodNode method : node.methods) {
      if (method.name.equals(patch.member().name())
          && method.desc.equals(patch.member().descriptor())) {
        return method;
      }
    }
    throw changed("has no " + patch.member().readable());
  }

  private IllegalStateException changed(String what) {
    return new IllegalStateException(
        "class "
            + row.name().replace('/', '.')
            + " of this JDK "
            + what
            + ": it is not the class this version of Metaproc was made for (use JDK 25)");
  }

  private void field(JdkPatch.StaticField field) {
    int slot = JdkSlots.of(field);
    int reads = 0;
    int writes = 0;
    for (MethodNode method : node.methods) {
      if (method.name.equals("<clinit>")) {
        continue;
      }
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        if (insn instanceof FieldInsnNode use && isUse(use, field.member())) {
          if (use.getOpcode() == GETSTATIC) {
            method.instructions.insert(use, afterRead(use, slot));
            reads++;
          } else if (use.getOpcode() == PUTSTATIC) {
            method.instructions.insertBefore(use, beforeWrite(use, slot));
            writes++;
          }
        }
      }
    }
    if (reads != field.reads() || writes != field.writes()) {
      throw changed(
          "reads "
              + field.member().name()
              + " in "
              + reads
              + " places and writes it in "
              + writes
              + " (expected "
              + field.reads()
              + " and "
              + field.writes()
              + ")");
    }
  }

  private static boolean isUse(FieldInsnNode use, Member field) {
    return use.owner.equals(field.owner()) && use.name.equals(field.name());
  }

  /** {@code value} becomes {@code read(slot, value)}. */
  private static InsnList afterRead(FieldInsnNode use, int slot) {
    InsnList code = new InsnList();
    code.add(box(use.desc));
    code.add(new LdcInsnNode(slot));
    code.add(new InsnNode(SWAP));
    code.add(call(JdkHooks.READ));
    code.add(unbox(use.desc));
    return code;
  }

  /**
   * The hook keeps the value for the program and gives back the JVM's, which is then written as it
   * is; on the host's own threads it gives back the new value.
   */
  private static InsnList beforeWrite(FieldInsnNode use, int slot) {
    InsnList code = new InsnList();
    code.add(box(use.desc));
    code.add(new LdcInsnNode(slot));
    code.add(new InsnNode(SWAP));
    code.add(new FieldInsnNode(GETSTATIC, use.owner, use.name, use.desc));
    code.add(box(use.desc));
    code.add(call(JdkHooks.WRITE));
    code.add(unbox(use.desc));
    return code;
  }

  private static void result(MethodNode method, JdkHooks.Hook hook) {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn.getOpcode() == ARETURN) {
        method.instructions.insertBefore(insn, call(hook));
      }
    }
  }

  private static void unless(MethodNode method, JdkHooks.Hook hook) {
    InsnList code = callWithArguments(hook);
    LabelNode goOn = new LabelNode();
    code.add(new JumpInsnNode(IFEQ, goOn));
    code.add(new InsnNode(RETURN));
    code.add(goOn);
    code.add(new FrameNode(F_SAME, 0, null, 0, null));
    method.instructions.insert(code);
  }

  private static void instead(MethodNode method, JdkHooks.Hook guard, JdkHooks.Hook hook) {
    InsnList code = callWithArguments(guard);
    LabelNode goOn = new LabelNode();
    code.add(new JumpInsnNode(IFEQ, goOn));
    code.add(callWithArguments(hook));
    Type result = Type.getReturnType(method.desc);
    if (!result.equals(Type.getReturnType(hook.descriptor()))) {
      code.add(new TypeInsnNode(CHECKCAST, result.getInternalName())); // the host does not name it
    }
    code.add(new InsnNode(result.getOpcode(IRETURN)));
    code.add(goOn);
    code.add(new FrameNode(F_SAME, 0, null, 0, null));
    begin(method, code);
  }

  /** After the first line's number, which stack traces show of what the code calls. */
  private static void begin(MethodNode method, InsnList code) {
    AbstractInsnNode first = method.instructions.getFirst();
    while (first.getOpcode() < 0 && !(first instanceof LineNumberNode)) {
      first = first.getNext();
    }
    if (first instanceof LineNumberNode) {
      method.instructions.insert(first, code);
    } else {
      method.instructions.insertBefore(first, code);
    }
  }

  /** The method's first locals are what the hook is given. */
  private static InsnList callWithArguments(JdkHooks.Hook hook) {
    InsnList code = new InsnList();
    int local = 0;
    for (Type argument : Type.getArgumentTypes(hook.descriptor())) {
      code.add(new VarInsnNode(argument.getOpcode(ILOAD), local));
      local += argument.getSize();
    }
    code.add(call(hook));
    return code;
  }

  /** The arguments before it must be references. */
  private static void argument(MethodNode method, int number, JdkHooks.Hook hook) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(ALOAD, number));
    code.add(call(hook));
    code.add(new VarInsnNode(ASTORE, number));
    method.instructions.insert(code);
  }

  /** Locals: this, name, bytes, offset, length. */
  private static void classFile(MethodNode method) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(ALOAD, 0));
    code.add(new VarInsnNode(ALOAD, 1));
    code.add(new VarInsnNode(ALOAD, 2));
    code.add(new VarInsnNode(ILOAD, 3));
    code.add(new VarInsnNode(ILOAD, 4));
    code.add(call(JdkHooks.DEFINE));
    code.add(new VarInsnNode(ASTORE, 2));
    code.add(new VarInsnNode(ALOAD, 2));
    code.add(new InsnNode(ARRAYLENGTH));
    code.add(new VarInsnNode(ISTORE, 4));
    code.add(new InsnNode(ICONST_0));
    code.add(new VarInsnNode(ISTORE, 3));
    method.instructions.insert(code);
  }

  private static AbstractInsnNode call(JdkHooks.Hook hook) {
    return new MethodInsnNode(INVOKESTATIC, JdkHooks.NAME, hook.name(), hook.descriptor(), false);
  }

  private static InsnList box(String type) {
    InsnList code = new InsnList();
    switch (type) {
      case "Z" -> code.add(valueOf("java/lang/Boolean", type));
      case "I" -> code.add(valueOf("java/lang/Integer", type));
      case "J" -> code.add(valueOf("java/lang/Long", type));
      default -> {}
    }
    return code;
  }

  private static AbstractInsnNode valueOf(String box, String type) {
    String descriptor = "(" + type + ")L" + box + ";";
    return new MethodInsnNode(INVOKESTATIC, box, "valueOf", descriptor, false);
  }

  private static InsnList unbox(String type) {
    InsnList code = new InsnList();
    switch (type) {
      case "Z" -> value(code, "java/lang/Boolean", "booleanValue", type);
      case "I" -> value(code, "java/lang/Integer", "intValue", type);
      case "J" -> value(code, "java/lang/Long", "longValue", type);
      default -> code.add(new TypeInsnNode(CHECKCAST, Type.getType(type).getInternalName()));
    }
    return code;
  }

  private static void value(InsnList code, String box, String name, String type) {
    code.add(new TypeInsnNode(CHECKCAST, box));
    code.add(new MethodInsnNode(INVOKEVIRTUAL, box, name, "()" + type, false));
  }
}
