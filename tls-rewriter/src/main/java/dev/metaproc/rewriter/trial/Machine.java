package dev.metaproc.rewriter.trial;

import static org.objectweb.asm.Opcodes.*;

import dev.metaproc.rewriter.trial.Datum.IntDatum;
import dev.metaproc.rewriter.trial.Datum.NullDatum;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Runs methods instruction by instruction: branches here, what happens to values in {@link
 * Operations}. An exception is not thrown but ends the trial, so handlers are never entered.
 */
final class Machine {
  private static final int STEPS = 3_000_000;
  private static final int DEPTH = 200;

  private final Operations operations;
  private int steps;
  private int depth;

  Machine(Trials trials, String root) {
    this.operations = new Operations(trials, this, root);
  }

  Operations operations() {
    return operations;
  }

  /**
   * What the method returns; null from a void one.
   *
   * @param arguments the receiver first, if there is one
   * @throws Impure if it does anything that is not allowed
   */
  @Nullable Datum run(String owner, MethodNode method, List<? extends Datum> arguments) {
    if (++depth > DEPTH) {
      throw new Impure("recurses deeply in " + owner + "." + method.name);
    }
    if ((method.access & (ACC_NATIVE | ACC_ABSTRACT)) != 0) {
      throw new Impure("calls " + owner + "." + method.name + ", which has no code");
    }
    try {
      return loop(method, arguments);
    } catch (AnalyzerException | IndexOutOfBoundsException | ClassCastException e) {
      throw new Impure(owner + "." + method.name + " does not verify");
    } finally {
      depth--;
    }
  }

  private @Nullable Datum loop(MethodNode method, List<? extends Datum> arguments)
      throws AnalyzerException {
    Frame<Datum> frame = new Frame<>(method.maxLocals, method.maxStack);
    frame.setReturn(null);
    int local = 0;
    for (Datum argument : arguments) {
      frame.setLocal(local++, argument);
      if (argument.getSize() == 2) {
        frame.setLocal(local++, NullDatum.NULL);
      }
    }
    while (local < method.maxLocals) {
      frame.setLocal(local++, NullDatum.NULL);
    }
    AbstractInsnNode insn = method.instructions.getFirst();
    while (insn != null) {
      int opcode = insn.getOpcode();
      if (opcode < 0) {
        insn = insn.getNext();
        continue;
      }
      if (++steps > STEPS) {
        throw new Impure("runs for long");
      }
      if (opcode >= IRETURN && opcode <= RETURN) {
        return opcode == RETURN ? null : frame.pop();
      }
      LabelNode target = target(insn, frame);
      if (!(insn instanceof JumpInsnNode)) {
        execute(insn, frame);
      } else if (opcode != GOTO) {
        frame.pop();
        if (opcode >= IF_ICMPEQ && opcode <= IF_ACMPNE) {
          frame.pop();
        }
      }
      insn = target == null ? insn.getNext() : target;
    }
    throw new Impure("runs off its end");
  }

  private void execute(AbstractInsnNode insn, Frame<Datum> frame) throws AnalyzerException {
    switch (insn.getOpcode()) {
      case MONITORENTER, MONITOREXIT -> frame.pop();
      case ATHROW -> throw new Impure("throws an exception");
      case JSR, RET -> throw new Impure("has subroutines");
      case IINC -> {
        IincInsnNode increment = (IincInsnNode) insn;
        int value = Operations.intOf(frame.getLocal(increment.var));
        frame.setLocal(increment.var, new IntDatum(value + increment.incr));
      }
      case TABLESWITCH, LOOKUPSWITCH -> frame.pop();
      default -> frame.execute(insn, operations);
    }
  }

  /** Where the instruction branches to, or null if it does not. */
  private static @Nullable LabelNode target(AbstractInsnNode insn, Frame<Datum> frame) {
    return switch (insn) {
      case JumpInsnNode jump -> isTaken(jump.getOpcode(), frame) ? jump.label : null;
      case TableSwitchInsnNode table -> {
        int key = Operations.intOf(top(frame, 0));
        yield key < table.min || key > table.max ? table.dflt : table.labels.get(key - table.min);
      }
      case LookupSwitchInsnNode lookup -> {
        int index = lookup.keys.indexOf(Operations.intOf(top(frame, 0)));
        yield index < 0 ? lookup.dflt : lookup.labels.get(index);
      }
      default -> null;
    };
  }

  private static boolean isTaken(int opcode, Frame<Datum> frame) {
    if (opcode == GOTO) {
      return true;
    }
    Datum value = top(frame, 0);
    if (opcode == IFNULL || opcode == IFNONNULL) {
      return isNull(value) == (opcode == IFNULL);
    }
    if (opcode == IF_ACMPEQ || opcode == IF_ACMPNE) {
      return Operations.isSame(top(frame, 1), value) == (opcode == IF_ACMPEQ);
    }
    int right = Operations.intOf(value);
    return switch (opcode) {
      case IFEQ -> right == 0;
      case IFNE -> right != 0;
      case IFLT -> right < 0;
      case IFGE -> right >= 0;
      case IFGT -> right > 0;
      case IFLE -> right <= 0;
      case IF_ICMPEQ -> Operations.intOf(top(frame, 1)) == right;
      case IF_ICMPNE -> Operations.intOf(top(frame, 1)) != right;
      case IF_ICMPLT -> Operations.intOf(top(frame, 1)) < right;
      case IF_ICMPGE -> Operations.intOf(top(frame, 1)) >= right;
      case IF_ICMPGT -> Operations.intOf(top(frame, 1)) > right;
      case IF_ICMPLE -> Operations.intOf(top(frame, 1)) <= right;
      default -> throw new Impure("has subroutines");
    };
  }

  private static boolean isNull(Datum value) {
    if (value instanceof Datum.Unknown) {
      throw new Impure("depends on what an object of the JDK returned");
    }
    return value instanceof NullDatum;
  }

  private static Datum top(Frame<Datum> frame, int below) {
    return frame.getStack(frame.getStackSize() - 1 - below);
  }

  static int count(Type[] arguments) {
    int count = 0;
    for (Type argument : arguments) {
      count += argument.getSize();
    }
    return count;
  }
}
