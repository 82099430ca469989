package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Makes every loop and recursion stoppable: before each jump backwards, and first of all in a
 * method that may call itself, it calls the shim's {@code poll}, which compiles to nothing until
 * the program has ended and throws from then on.
 *
 * <pre>
 *   loop:  …                     loop:  …
 *          goto loop      →             invokestatic Shim.poll
 *                                       goto loop
 * </pre>
 *
 * <p>The call takes nothing and leaves nothing, so no frame changes and what lies on the operand
 * stack stays there. Recursion through several classes is not seen: it ends by its stack, or is
 * stopped from outside.
 */
final class LoopPoll {
  static final String POLL = "poll";
  static final String POLL_DESCRIPTOR = "()V";

  private static final int CALL_BYTES = 3;

  /** HotSpot never compiles a method that is larger: -XX:+DontCompileHugeMethods. */
  private static final int HUGE = 8000;

  /** The class-file format's own limit, with room for what other transformations add. */
  private static final int LARGEST = 60_000;

  private LoopPoll() {}

  /** Says whether anything was changed. */
  static boolean apply(MethodNode method, Recursion recursion) {
    List<AbstractInsnNode> places = jumpsBackwards(method);
    AbstractInsnNode first = method.instructions.getFirst();
    if (first != null && recursion.contains(method)) {
      places.add(first);
    }
    if (places.isEmpty() || !fits(method, places.size() * CALL_BYTES)) {
      return false;
    }
    for (AbstractInsnNode place : places) {
      method.instructions.insertBefore(
          place, new MethodInsnNode(INVOKESTATIC, Shim.NAME, POLL, POLL_DESCRIPTOR, false));
    }
    return true;
  }

  private static List<AbstractInsnNode> jumpsBackwards(MethodNode method) {
    Set<LabelNode> passed = new HashSet<>();
    List<AbstractInsnNode> found = new ArrayList<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LabelNode label) {
        passed.add(label);
      } else if (targets(insn).stream().anyMatch(passed::contains)) {
        found.add(insn);
      }
    }
    return found;
  }

  private static List<LabelNode> targets(AbstractInsnNode insn) {
    return switch (insn) {
      case JumpInsnNode jump -> List.of(jump.label);
      case TableSwitchInsnNode table -> and(table.labels, table.dflt);
      case LookupSwitchInsnNode lookup -> and(lookup.labels, lookup.dflt);
      default -> List.of();
    };
  }

  private static List<LabelNode> and(List<LabelNode> labels, LabelNode last) {
    List<LabelNode> all = new ArrayList<>(labels);
    all.add(last);
    return all;
  }

  /** A method that is compiled today must be so with its polls; one that is not cannot lose. */
  private static boolean fits(MethodNode method, int added) {
    if (method.instructions.size() < HUGE / 4) {
      return true;
    }
    CodeSizeEvaluator size = new CodeSizeEvaluator(null);
    method.accept(size);
    int before = size.getMaxSize();
    return before + added <= HUGE || (size.getMinSize() > HUGE && before + added <= LARGEST);
  }
}
