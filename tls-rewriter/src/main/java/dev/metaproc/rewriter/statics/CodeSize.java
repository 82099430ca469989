package dev.metaproc.rewriter.statics;

import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Bytes of code, of which the JIT compiles at most 8000 and the JVM accepts at most 65535. */
final class CodeSize {
  private static final int COMPILED = 8000;
  private static final int ACCEPTED = 65535;

  /** A static {@code long} of another class grows from 3 bytes to 8. */
  private static final int GROWTH = 5;

  /** Nothing that is done to a method makes it more than three times as long. */
  private static final int MAY_GET_TOO_LONG = ACCEPTED / 3;

  private CodeSize() {}

  /** Says whether a method of the class could become longer than the JVM accepts. */
  static boolean mayGetTooLong(byte[] classFile) {
    if (classFile.length < MAY_GET_TOO_LONG) {
      return false;
    }
    boolean[] found = {false};
    ClassVisitor methods =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new CodeSizeEvaluator(null) {
              @Override
              public void visitEnd() {
                found[0] |= getMaxSize() > MAY_GET_TOO_LONG;
              }
            };
          }
        };
    new ClassReader(classFile).accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found[0];
  }

  /**
   * Says whether the method would cross one of the limits if each of these accesses grew.
   *
   * @param grows which of the method's field accesses would
   */
  static boolean grewTooLarge(MethodNode method, Predicate<FieldInsnNode> grows) {
    if (method.instructions.size() < COMPILED / 10) {
      return false; // labels and line numbers count too, so it is far below
    }
    CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
    method.accept(evaluator);
    int before = evaluator.getMaxSize();
    int after = before;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FieldInsnNode field && grows.test(field)) {
        after += GROWTH;
      }
    }
    return crosses(COMPILED, before, after) || after > ACCEPTED;
  }

  private static boolean crosses(int limit, int before, int after) {
    return before <= limit && after > limit;
  }
}
