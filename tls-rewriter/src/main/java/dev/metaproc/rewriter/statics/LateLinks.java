package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;

import dev.metaproc.rewriter.JdkHooks;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What is emitted for classes that a loader of a program's own defines. Whether a name in them
 * means the shared class or another is that loader's to say, and only when the JVM resolves it:
 *
 * <pre>
 *   getstatic C.f        →   invokedynamic f()T, linked by MetaprocHooks.link(C.class, "get")
 *   putstatic C.f        →   invokedynamic f(T)V, "put"
 *   getfield C.f         →   invokedynamic f(C)T, "getfield": of an enum with state
 *   a trigger of C       →   invokedynamic trigger()V, "trigger"
 *   Statics.monitor      →   MetaprocHooks.monitor
 * </pre>
 *
 * <p>The hooks are of {@code java.lang}: every loader finds them.
 */
final class LateLinks {
  private static final Handle LINK =
      new Handle(H_INVOKESTATIC, JdkHooks.NAME, "link", JdkHooks.LINK_DESCRIPTOR, false);

  private LateLinks() {}

  /** Instead of a use of a static or instance field. */
  static InvokeDynamicInsnNode access(FieldInsnNode field) {
    boolean ofInstance = field.getOpcode() == GETFIELD || field.getOpcode() == PUTFIELD;
    boolean write = field.getOpcode() == PUTSTATIC || field.getOpcode() == PUTFIELD;
    String receiver = ofInstance ? "L" + field.owner + ";" : "";
    String descriptor =
        write ? "(" + receiver + field.desc + ")V" : "(" + receiver + ")" + field.desc;
    String kind = (write ? "put" : "get") + (ofInstance ? "field" : "");
    return link(field.name, descriptor, field.owner, kind);
  }

  /** Initialises the class, if it is a shared one. */
  static InvokeDynamicInsnNode trigger(String owner) {
    return link("trigger", "()V", owner, "trigger");
  }

  private static InvokeDynamicInsnNode link(
      String name, String descriptor, String owner, String kind) {
    return new InvokeDynamicInsnNode(name, descriptor, LINK, Type.getObjectType(owner), kind);
  }

  /** Makes every call of {@code Statics.monitor} one of the hook. */
  static void replaceMonitors(MethodNode method) {
    InsnList code = method.instructions;
    for (AbstractInsnNode insn : code.toArray()) {
      if (insn instanceof MethodInsnNode call && call.owner.equals(Emitted.STATICS)) {
        code.set(
            call, new MethodInsnNode(INVOKESTATIC, JdkHooks.NAME, call.name, call.desc, false));
      }
    }
  }
}
