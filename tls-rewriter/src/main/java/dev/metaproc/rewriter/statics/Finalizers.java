package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACC_TRANSIENT;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets finalizers, which run on a thread of the JVM's, know their program: an object remembers who
 * made it, and its finalizer runs as that program.
 *
 * <pre>
 *   C(…) { …            →   metaproc$owner = Finalizing.owner(); …
 *   finalize() { … }    →   Object before = Finalizing.enter(metaproc$owner);
 *                           try { metaproc$finalize(); } finally { Finalizing.leave(before); }
 * </pre>
 */
final class Finalizers {
  private static final String MAKER = Emitted.PREFIX + "owner";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String BODY = Emitted.PREFIX + "finalize";

  private Finalizers() {}

  /** Says whether anything was changed. */
  static boolean apply(ClassNode node) {
    MethodNode finalizer = ClassNodes.method(node, new MemberKey("finalize", "()V"));
    if (finalizer == null || !doesAnything(finalizer)) {
      return false;
    }
    int access = ACC_PRIVATE | ACC_TRANSIENT | ACC_SYNTHETIC;
    node.fields.add(new FieldNode(access, MAKER, OBJECT, null, null));
    for (MethodNode method : node.methods) {
      if (method.name.equals("<init>")) {
        method.instructions.insert(rememberOwner(node.name));
      }
    }
    List<String> thrown = finalizer.exceptions;
    MethodNode wrapper =
        new MethodNode(
            finalizer.access,
            "finalize",
            "()V",
            finalizer.signature,
            thrown.toArray(String[]::new));
    wrap(node, wrapper);
    finalizer.name = BODY;
    finalizer.access = ACC_PRIVATE | ACC_SYNTHETIC;
    node.methods.add(node.methods.indexOf(finalizer), wrapper);
    return true;
  }

  private static InsnList rememberOwner(String name) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(ALOAD, 0));
    code.add(new MethodInsnNode(INVOKESTATIC, Emitted.FINALIZING, "owner", "()" + OBJECT, false));
    code.add(new FieldInsnNode(PUTFIELD, name, MAKER, OBJECT));
    return code;
  }

  private static void wrap(ClassNode node, MethodNode wrapper) {
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    LabelNode handler = new LabelNode();
    InsnList code = wrapper.instructions;
    code.add(new VarInsnNode(ALOAD, 0));
    code.add(new FieldInsnNode(GETFIELD, node.name, MAKER, OBJECT));
    code.add(runtime("enter", "(" + OBJECT + ")" + OBJECT));
    code.add(new VarInsnNode(ASTORE, 1));
    code.add(start);
    code.add(new VarInsnNode(ALOAD, 0));
    code.add(new MethodInsnNode(INVOKESPECIAL, node.name, BODY, "()V", false));
    code.add(end);
    code.add(new VarInsnNode(ALOAD, 1));
    code.add(runtime("leave", "(" + OBJECT + ")V"));
    code.add(new InsnNode(RETURN));
    code.add(handler);
    if ((node.version & 0xFFFF) >= Opcodes.V1_6) {
      code.add(Frames.of(List.of(node.name, "java/lang/Object"), "java/lang/Throwable"));
    }
    code.add(new VarInsnNode(ASTORE, 2));
    code.add(new VarInsnNode(ALOAD, 1));
    code.add(runtime("leave", "(" + OBJECT + ")V"));
    code.add(new VarInsnNode(ALOAD, 2));
    code.add(new InsnNode(ATHROW));
    wrapper.tryCatchBlocks.add(new TryCatchBlockNode(start, end, handler, null));
  }

  private static MethodInsnNode runtime(String name, String descriptor) {
    return new MethodInsnNode(INVOKESTATIC, Emitted.FINALIZING, name, descriptor, false);
  }

  /** One that only calls its superclass's, or nothing, needs no program. */
  private static boolean doesAnything(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (!isHarmless(insn)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHarmless(AbstractInsnNode insn) {
    return insn.getOpcode() < 0
        || insn.getOpcode() == RETURN
        || insn.getOpcode() == ALOAD
        || (insn instanceof MethodInsnNode call
            && call.getOpcode() == INVOKESPECIAL
            && call.name.equals("finalize"));
  }
}
