package dev.metaproc.rewriter.statics;

import dev.metaproc.rewriter.statics.Statements.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * The class initialiser of one class in two parts: the statements that assign statics all programs
 * share, and the rest, which runs once per program.
 */
final class Initializer {
  private final MethodNode method;
  private final Statements statements;

  private Initializer(MethodNode method, Statements statements) {
    this.method = method;
    this.statements = statements;
  }

  /**
   * @throws AnalyzerException if the code is not verifiable
   */
  static Initializer of(String owner, MethodNode method) throws AnalyzerException {
    Frames.expand(owner, method);
    return new Initializer(method, Statements.of(owner, method));
  }

  List<Statement> statements() {
    return statements.all();
  }

  /** The instructions of a statement, without labels, frames and line numbers. */
  List<AbstractInsnNode> code(Statement statement) {
    List<AbstractInsnNode> code = new ArrayList<>();
    for (int i = statement.from(); i < statement.to(); i++) {
      if (method.instructions.get(i).getOpcode() >= 0) {
        code.add(method.instructions.get(i));
      }
    }
    return code;
  }

  /** Says whether a statement begins with {@code new}, as those that make enum constants do. */
  boolean makesObject(Statement statement) {
    return code(statement).getFirst().getOpcode() == Opcodes.NEW;
  }

  /** The types of the exceptions that are handled in a statement; null stands for all. */
  Set<@Nullable String> handled(Statement statement) {
    Set<@Nullable String> types = new HashSet<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int start = method.instructions.indexOf(block.start);
      if (start >= statement.from() && start < statement.to()) {
        types.add(block.type);
      }
    }
    return types;
  }

  /** Says whether anything is left to run per program when these statements are taken out. */
  boolean doesMoreThan(List<Statement> shared) {
    Set<AbstractInsnNode> sharedCode = statements.instructions(shared);
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= 0
          && insn.getOpcode() != Opcodes.RETURN
          && !sharedCode.contains(insn)) {
        return true;
      }
    }
    return false;
  }

  /** The real class initialiser of these statements, or null if there are none. */
  @Nullable MethodNode shared(List<Statement> shared) {
    return shared.isEmpty() ? null : only(statements.instructions(shared));
  }

  /**
   * What remains for each program, as code without arguments.
   *
   * @param both statements that are also among the shared ones
   */
  MethodNode perProgram(List<Statement> shared, List<Statement> both) {
    Set<AbstractInsnNode> rest = new HashSet<>(List.of(method.instructions.toArray()));
    rest.removeAll(statements.instructions(shared));
    rest.addAll(statements.instructions(both));
    return only(rest);
  }

  private MethodNode only(Set<AbstractInsnNode> kept) {
    MethodNode copy = new MethodNode(method.access, method.name, method.desc, null, null);
    Map<LabelNode, LabelNode> labels = new HashMap<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LabelNode label) {
        labels.put(label, new LabelNode());
      }
    }
    Set<Integer> starts = new HashSet<>();
    statements.all().forEach(statement -> starts.add(statement.from()));
    boolean leading = true;
    AbstractInsnNode last = null;
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      boolean real = insn.getOpcode() >= 0;
      leading = !real && (leading || starts.contains(index));
      if (kept.contains(insn) || leading || !(real || insn instanceof FrameNode)) {
        AbstractInsnNode added = insn.clone(labels);
        copy.instructions.add(added);
        if (added instanceof FrameNode frame) {
          hideForeignLocals(frame, statements.frame(index), kept);
        }
        last = real ? added : last;
      }
      index++;
    }
    if (last == null || !isEnd(last.getOpcode()) || isTargetAfter(last, copy)) {
      copy.instructions.add(new InsnNode(Opcodes.RETURN));
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (covers(block, kept)) {
        TryCatchBlockNode added =
            new TryCatchBlockNode(
                labels.get(block.start),
                labels.get(block.end),
                labels.get(block.handler),
                block.type);
        copy.tryCatchBlocks.add(added);
      }
    }
    copy.maxLocals = method.maxLocals;
    copy.maxStack = method.maxStack;
    Frames.dropDuplicates(copy);
    return copy;
  }

  private static boolean isEnd(int opcode) {
    return opcode == Opcodes.RETURN || opcode == Opcodes.ATHROW || opcode == Opcodes.GOTO;
  }

  /** Says whether kept code jumps to where the code that followed has been taken out. */
  private static boolean isTargetAfter(AbstractInsnNode last, MethodNode copy) {
    Set<AbstractInsnNode> trailing = new HashSet<>();
    for (AbstractInsnNode i = last.getNext(); i != null; i = i.getNext()) {
      trailing.add(i);
    }
    for (AbstractInsnNode insn : copy.instructions) {
      if (Statements.targets(insn).stream().anyMatch(trailing::contains)) {
        return true;
      }
    }
    return false;
  }

  private boolean covers(TryCatchBlockNode block, Set<AbstractInsnNode> kept) {
    for (AbstractInsnNode i = block.start; i != null && !i.equals(block.end); i = i.getNext()) {
      if (i.getOpcode() >= 0 && kept.contains(i)) {
        return true;
      }
    }
    return false;
  }

  /** A local variable that is assigned only in code that is not here is no longer there. */
  private static void hideForeignLocals(
      FrameNode frame, @Nullable Frame<SourceValue> sources, Set<AbstractInsnNode> kept) {
    int local = 0;
    List<Object> locals = new ArrayList<>();
    for (Object type : frame.local) {
      boolean known = sources == null || kept.containsAll(sources.getLocal(local).insns);
      int size = Frames.sizeOf(type);
      if (known) {
        locals.add(type);
      } else {
        for (int i = 0; i < size; i++) {
          locals.add(Opcodes.TOP);
        }
      }
      local += size;
    }
    frame.local = locals;
  }
}
