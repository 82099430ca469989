package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ARRAYLENGTH;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_GETSTATIC;
import static org.objectweb.asm.Opcodes.IALOAD;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.SALOAD;

import dev.metaproc.rewriter.statics.ClassInfo.FieldInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Tells of a private static array whether its elements are only read after the class is
 * initialised: wherever the field is read, what is read is indexed, measured or compared with null,
 * and goes nowhere else.
 */
final class ReadOnlyArrays {
  private ReadOnlyArrays() {}

  static boolean isOnlyRead(Hierarchy hierarchy, ClassNode node, MemberKey key) {
    ClassInfo info = hierarchy.find(node.name);
    FieldInfo field = info == null ? null : info.fields().get(key);
    boolean isSwitchMap = key.name().startsWith("$SwitchMap$");
    if (isSwitchMap) {
      return true; // the compiler's own, used as it says here
    }
    if (field == null || (field.access() & ACC_PRIVATE) == 0) {
      return false;
    }
    for (ClassNode user : nest(hierarchy, node)) {
      for (MethodNode method : user.methods) {
        if (!method.name.equals("<clinit>") && !isOnlyRead(node.name, user, method, key)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Who can name a private member. */
  static List<ClassNode> nest(Hierarchy hierarchy, ClassNode node) {
    List<ClassNode> nest = new ArrayList<>(List.of(node));
    ClassNode host = node.nestHostClass == null ? node : hierarchy.node(node.nestHostClass);
    if (host != null) {
      Set<String> names = new HashSet<>();
      names.add(host.name);
      names.addAll(host.nestMembers == null ? List.of() : host.nestMembers);
      names.remove(node.name);
      for (String name : names) {
        ClassNode member = hierarchy.node(name);
        if (member != null) {
          nest.add(member);
        }
      }
    }
    return nest;
  }

  private static boolean isOnlyRead(
      String owner, ClassNode user, MethodNode method, MemberKey key) {
    boolean reads = false;
    for (AbstractInsnNode insn : method.instructions) {
      reads |= isRead(insn, owner, key);
      if (hasHandle(insn, owner, key)) {
        return false;
      }
    }
    if (!reads) {
      return true;
    }
    try {
      Frame<SourceValue>[] frames =
          new Analyzer<>(new Origins()).analyzeAndComputeMaxs(user.name, method);
      for (int i = 0; i < frames.length; i++) {
        AbstractInsnNode insn = method.instructions.get(i);
        if (frames[i] != null && insn.getOpcode() >= 0 && !isFine(frames[i], insn, owner, key)) {
          return false;
        }
      }
      return true;
    } catch (AnalyzerException e) {
      return false;
    }
  }

  /** Whatever pops the array must be one of the harmless uses. */
  private static boolean isFine(
      Frame<SourceValue> frame, AbstractInsnNode insn, String owner, MemberKey key)
      throws AnalyzerException {
    int opcode = insn.getOpcode();
    boolean isLoad = opcode >= IALOAD && opcode <= SALOAD;
    boolean harmless = isLoad || opcode == ARRAYLENGTH || opcode == IFNULL || opcode == IFNONNULL;
    Popped popped = new Popped();
    Frame<SourceValue> copy = new Frame<>(frame);
    if (!harmless && !isMove(opcode)) {
      copy.execute(insn, popped);
    }
    for (SourceValue value : popped.values) {
      for (AbstractInsnNode source : value.insns) {
        if (isRead(source, owner, key)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Loads, stores, pops and duplications of locals and stack. */
  private static boolean isMove(int opcode) {
    boolean local = (opcode >= 21 && opcode <= 45) || (opcode >= 54 && opcode <= 78);
    return local || (opcode >= 87 && opcode <= 95) || opcode == 132 || opcode == 167;
  }

  private static boolean isRead(@Nullable AbstractInsnNode insn, String owner, MemberKey key) {
    return insn instanceof FieldInsnNode field
        && field.getOpcode() == GETSTATIC
        && field.owner.equals(owner)
        && field.name.equals(key.name())
        && field.desc.equals(key.descriptor());
  }

  private static boolean hasHandle(AbstractInsnNode insn, String owner, MemberKey key) {
    return switch (insn) {
      case LdcInsnNode constant -> isHandle(constant.cst, owner, key);
      case InvokeDynamicInsnNode dynamic -> {
        boolean found = false;
        for (Object argument : dynamic.bsmArgs) {
          found |= isHandle(argument, owner, key);
        }
        yield found;
      }
      default -> false;
    };
  }

  private static boolean isHandle(Object constant, String owner, MemberKey key) {
    return constant instanceof Handle handle
        && handle.getTag() <= H_GETSTATIC + 2
        && handle.getOwner().equals(owner)
        && handle.getName().equals(key.name());
  }

  /** Follows a value through locals to the instruction that made it. */
  private static class Origins extends SourceInterpreter {
    Origins() {
      super(ASM9);
    }

    @Override
    public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
      return value;
    }
  }

  /** Collects what an instruction takes. */
  private static final class Popped extends Origins {
    final List<SourceValue> values = new ArrayList<>();

    @Override
    public SourceValue unaryOperation(AbstractInsnNode insn, SourceValue value) {
      values.add(value);
      return super.unaryOperation(insn, value);
    }

    @Override
    public SourceValue binaryOperation(AbstractInsnNode insn, SourceValue a, SourceValue b) {
      values.add(a);
      values.add(b);
      return super.binaryOperation(insn, a, b);
    }

    @Override
    public SourceValue ternaryOperation(
        AbstractInsnNode insn, SourceValue a, SourceValue b, SourceValue c) {
      values.add(a);
      values.add(b);
      values.add(c);
      return super.ternaryOperation(insn, a, b, c);
    }

    @Override
    public SourceValue naryOperation(AbstractInsnNode insn, List<? extends SourceValue> arguments) {
      values.addAll(arguments);
      return super.naryOperation(insn, arguments);
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, SourceValue value, SourceValue expected) {
      values.add(value);
    }
  }
}
