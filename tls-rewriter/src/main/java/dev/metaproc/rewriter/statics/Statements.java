package dev.metaproc.rewriter.statics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * A class initialiser cut into the statements it is made of, so that some may run once for all
 * programs and the others once per program.
 *
 * <pre>
 *   0: new E … invokespecial … putstatic E.A      one statement
 *   9: getstatic E.A … putstatic E.$VALUES        one statement
 *      ↑ a cut: the stack is empty, no jump and no handler crosses it, and no local variable is
 *        written before it and read after it
 * </pre>
 */
final class Statements {
  private final MethodNode method;
  private final Frame<SourceValue>[] frames;
  private final List<Statement> statements = new ArrayList<>();

  /** Instructions {@code from} (inclusive) to {@code to} (exclusive) of the method. */
  record Statement(int from, int to) {}

  private Statements(MethodNode method, Frame<SourceValue>[] frames) {
    this.method = method;
    this.frames = frames;
  }

  /**
   * Cuts {@code method}, whose code it will not change.
   *
   * @throws AnalyzerException if the code is not verifiable
   */
  static Statements of(String owner, MethodNode method) throws AnalyzerException {
    Frame<SourceValue>[] frames =
        new Analyzer<>(new SourceInterpreter()).analyzeAndComputeMaxs(owner, method);
    Statements result = new Statements(method, frames);
    result.cut();
    return result;
  }

  List<Statement> all() {
    return statements;
  }

  /** Where the values in the local variables come from, before instruction {@code index}. */
  Frame<SourceValue> frame(int index) {
    return frames[index];
  }

  private void cut() {
    InsnList code = method.instructions;
    int size = code.size();
    // crossings[i] > 0: something reaches from before instruction i to i or beyond, or back
    int[] crossings = new int[size + 2];
    for (int i = 0; i < size; i++) {
      for (LabelNode target : targets(code.get(i))) {
        cross(crossings, i, code.indexOf(target));
      }
      if (code.get(i).getOpcode() == Opcodes.RETURN) {
        cross(crossings, i, size); // what follows runs only if this is not reached
      }
      for (AbstractInsnNode source : sourcesOfRead(i)) {
        cross(crossings, i, code.indexOf(source));
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int start = code.indexOf(block.start);
      int end = code.indexOf(block.end);
      int handler = code.indexOf(block.handler);
      cross(crossings, Math.min(start, handler), Math.max(end, handler + 1) - 1);
    }
    int from = 0;
    int open = 0;
    for (int i = 0; i < size; i++) {
      open += crossings[i];
      boolean isCut = open == 0 && frames[i] != null && frames[i].getStackSize() == 0;
      if (i > from && isCut && code.get(i).getPrevious().getOpcode() >= 0) {
        statements.add(new Statement(from, i));
        from = i;
      }
    }
    statements.add(new Statement(from, size));
  }

  /** A jump from a to b forbids every cut strictly after the earlier and up to the later. */
  private static void cross(int[] crossings, int a, int b) {
    int earlier = Math.min(a, b);
    int later = Math.max(a, b);
    if (earlier < later) {
      // a forward jump may land on the first instruction of the next statement
      int last = a < b ? later - 1 : later;
      if (earlier + 1 <= last) {
        crossings[earlier + 1]++;
        crossings[last + 1]--;
      }
    }
  }

  private Set<AbstractInsnNode> sourcesOfRead(int index) {
    if (frames[index] == null) {
      return Set.of();
    }
    return switch (method.instructions.get(index)) {
      case VarInsnNode read when isRead(read) -> frames[index].getLocal(read.var).insns;
      case IincInsnNode read -> frames[index].getLocal(read.var).insns;
      default -> Set.of();
    };
  }

  private static boolean isRead(VarInsnNode insn) {
    int opcode = insn.getOpcode();
    return (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) || opcode == Opcodes.RET;
  }

  static List<LabelNode> targets(AbstractInsnNode insn) {
    List<LabelNode> targets = new ArrayList<>();
    switch (insn) {
      case JumpInsnNode jump -> targets.add(jump.label);
      case TableSwitchInsnNode table -> {
        targets.addAll(table.labels);
        targets.add(table.dflt);
      }
      case LookupSwitchInsnNode lookup -> {
        targets.addAll(lookup.labels);
        targets.add(lookup.dflt);
      }
      default -> {}
    }
    return targets;
  }

  /** Instructions of these statements, as a set to be asked by identity. */
  Set<AbstractInsnNode> instructions(List<Statement> of) {
    Set<AbstractInsnNode> found = new HashSet<>();
    for (Statement statement : of) {
      for (int i = statement.from; i < statement.to; i++) {
        found.add(method.instructions.get(i));
      }
    }
    return found;
  }
}
