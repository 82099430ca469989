package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SIPUSH;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Makes a class initialise itself, per program, where JVMS 5.5 says it does: before its static
 * methods run, before it is constructed, and before the arguments of its constructor are evaluated.
 *
 * <pre>
 *   static m() { …          →   C$$Statics.get(); pop; …
 *   C(…) { super(…)         →   C$$Statics.get(); pop; super(…)
 *   new C; dup; f(); C(…)   →   C$$Statics.get(); pop; new C; dup; f(); C(…)
 * </pre>
 */
final class Triggers {
  private Triggers() {}

  /** Triggers {@code owner} first thing in the method. */
  static void atEntry(String owner, MethodNode method) {
    InsnList code = new InsnList();
    int line = firstLine(method);
    if (line > 0) {
      LabelNode start = new LabelNode();
      code.add(start);
      code.add(new LineNumberNode(line, start));
    }
    code.add(trigger(owner, false));
    method.instructions.insert(code);
  }

  private static int firstLine(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  static InsnList trigger(String owner, boolean late) {
    InsnList code = new InsnList();
    if (late) {
      code.add(LateLinks.trigger(owner));
    } else {
      code.add(Emitted.get(owner));
      code.add(new InsnNode(POP));
    }
    return code;
  }

  /**
   * Triggers classes before they are allocated where an argument could do something first. Says
   * whether anything was changed.
   *
   * @param triggered says of a class whether code in this method must trigger it
   * @param late whether {@link LateLinks} are emitted
   */
  static boolean beforeNew(MethodNode method, Predicate<String> triggered, boolean late) {
    boolean changed = false;
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof TypeInsnNode allocation
          && allocation.getOpcode() == NEW
          && triggered.test(allocation.desc)
          && !hasHarmlessArguments(allocation)) {
        insertBefore(method, allocation, late);
        changed = true;
      }
    }
    return changed;
  }

  /**
   * Triggers the interfaces with default methods that a lambda's class implements, which the JDK
   * initialises with it. Says whether anything was changed.
   *
   * @param interfaces gives those that code in this method must trigger, by what a lambda is to be
   * @param late whether {@link LateLinks} are emitted
   */
  static boolean beforeLambdas(
      MethodNode method, Function<String, List<String>> interfaces, boolean late) {
    boolean changed = false;
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof InvokeDynamicInsnNode dynamic
          && dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
        String type = Type.getReturnType(dynamic.desc).getInternalName();
        for (String each : interfaces.apply(type)) {
          method.instructions.insertBefore(dynamic, trigger(each, late));
          changed = true;
        }
      }
    }
    return changed;
  }

  /** In a stack map the new object is known by the label of its {@code new}. */
  private static void insertBefore(MethodNode method, TypeInsnNode allocation, boolean late) {
    AbstractInsnNode previous = allocation.getPrevious();
    LabelNode at = new LabelNode();
    while (previous != null && previous.getOpcode() < 0) {
      if (previous instanceof LabelNode label) {
        Frames.renameUninitialized(method, label, at);
      }
      previous = previous.getPrevious();
    }
    method.instructions.insertBefore(allocation, trigger(allocation.desc, late));
    method.instructions.insertBefore(allocation, at);
  }

  private static boolean hasHarmlessArguments(TypeInsnNode allocation) {
    for (AbstractInsnNode i = allocation.getNext(); i != null; i = i.getNext()) {
      if (i instanceof MethodInsnNode call) {
        return call.getOpcode() == INVOKESPECIAL && call.owner.equals(allocation.desc);
      }
      if (i.getOpcode() >= 0 && !isHarmless(i)) {
        return false;
      }
    }
    return false;
  }

  /** Loads and constants, except those that may load a class or run a bootstrap. */
  private static boolean isHarmless(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    if (insn instanceof LdcInsnNode constant) {
      return !(constant.cst instanceof Type || constant.cst instanceof ConstantDynamic);
    }
    return opcode <= SIPUSH || (opcode >= ILOAD && opcode <= ALOAD) || opcode == DUP;
  }
}
