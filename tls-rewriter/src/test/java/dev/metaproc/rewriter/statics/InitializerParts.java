package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.Shim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Looks at a rewritten class for signs that its initialiser was not split as planned: what all
 * programs share asks for one of them, or what each program runs assigns what all share.
 */
final class InitializerParts {
  private InitializerParts() {}

  static List<String> of(byte[] rewritten) {
    ClassNode node = Hierarchy.node(rewritten, 0);
    Set<String> constants = new HashSet<>();
    int both = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    for (FieldNode field : node.fields) {
      if ((field.access & both) == both) {
        constants.add(field.name + ":" + field.desc);
      }
    }
    List<String> problems = new ArrayList<>();
    for (MethodNode method : node.methods) {
      boolean isShared = method.name.equals("<clinit>");
      for (AbstractInsnNode insn : method.instructions) {
        if (isShared && isOfOneProgram(insn)) {
          problems.add("what all programs share asks for one of them");
        } else if (!isShared
            && insn.getOpcode() == Opcodes.PUTSTATIC
            && insn instanceof FieldInsnNode write
            && write.owner.equals(node.name)
            && constants.contains(write.name + ":" + write.desc)) {
          problems.add(method.name + " assigns " + write.name + ", which all programs share");
        }
      }
    }
    return problems;
  }

  private static boolean isOfOneProgram(AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call && call.owner.equals(Shim.NAME);
  }
}
