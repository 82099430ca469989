package dev.metaproc.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NOP;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V1_5;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class LoopPollTest {
  private final Rewriter rewriter = new Rewriter(Redirections.jdk());

  private interface Body {
    void write(MethodVisitor method);
  }

  /** Of Java 5, which has neither frames nor {@code invokedynamic}. */
  private static byte[] classWith(Body body) {
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    out.visit(V1_5, ACC_PUBLIC, "Loops", null, "java/lang/Object", null);
    MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "(I)V", null, null);
    method.visitCode();
    body.write(method);
    method.visitMaxs(0, 0);
    method.visitEnd();
    out.visitEnd();
    return out.toByteArray();
  }

  private int polls(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(rewriter.rewrite(classFile)).accept(node, 0);
    int polls = 0;
    for (MethodNode method : node.methods) {
      for (var insn : method.instructions) {
        if (insn instanceof MethodInsnNode call && call.name.equals(LoopPoll.POLL)) {
          polls++;
        }
      }
    }
    return polls;
  }

  @Test
  void everyJumpBackwardsPollsAndNoOther() {
    byte[] loops =
        classWith(
            method -> {
              Label outer = new Label();
              Label inner = new Label();
              Label end = new Label();
              method.visitLabel(outer);
              method.visitVarInsn(ILOAD, 0);
              method.visitJumpInsn(IFNE, end);
              method.visitLabel(inner);
              method.visitVarInsn(ILOAD, 0);
              method.visitJumpInsn(IFNE, inner);
              method.visitVarInsn(ILOAD, 0);
              method.visitTableSwitchInsn(0, 1, end, outer, inner);
              method.visitLabel(end);
              method.visitInsn(RETURN);
            });
    assertThat(polls(loops)).isEqualTo(2);
  }

  private static void call(MethodVisitor method, String name) {
    method.visitVarInsn(ILOAD, 0);
    method.visitMethodInsn(INVOKESTATIC, "Loops", name, "(I)V", false);
    method.visitInsn(RETURN);
  }

  @Test
  void aMethodThatCallsItselfPollsFirstOfAll() {
    byte[] recursive = classWith(method -> call(method, "run"));
    ClassNode node = new ClassNode();
    new ClassReader(rewriter.rewrite(recursive)).accept(node, 0);
    assertThat(node.methods.getFirst().instructions.getFirst())
        .isInstanceOfSatisfying(
            MethodInsnNode.class, first -> assertThat(first.name).isEqualTo(LoopPoll.POLL));
  }

  @Test
  void aMethodPollsThatCallsItselfThroughOthersOfItsClass() {
    ClassNode node = new ClassNode();
    new ClassReader(classWith(method -> call(method, "other"))).accept(node, 0);
    MethodNode other = new MethodNode(ACC_PUBLIC | ACC_STATIC, "other", "(I)V", null, null);
    call(other, "run");
    MethodNode outside = new MethodNode(ACC_PUBLIC | ACC_STATIC, "outside", "(I)V", null, null);
    call(outside, "run");
    other.visitMaxs(0, 0);
    outside.visitMaxs(0, 0);
    node.methods.add(other);
    node.methods.add(outside);
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(out);
    assertThat(polls(out.toByteArray())).isEqualTo(2);
  }

  @Test
  void aClassWithoutLoopsStaysAsItIs() {
    byte[] straight = classWith(method -> method.visitInsn(RETURN));
    assertThat(rewriter.rewrite(straight)).isSameAs(straight);
  }

  /** HotSpot compiles no method above 8000 bytes; none may grow beyond that by its polls. */
  @ParameterizedTest
  @CsvSource({"7000, 1", "7980, 1", "7995, 0", "9000, 1", "65000, 0"})
  void aMethodStaysCompilable(int nops, int polls) {
    byte[] large =
        classWith(
            method -> {
              Label loop = new Label();
              method.visitLabel(loop);
              for (int i = 0; i < nops; i++) {
                method.visitInsn(NOP);
              }
              method.visitVarInsn(ILOAD, 0);
              method.visitJumpInsn(nops > 30_000 ? GOTO : IFNE, loop);
              method.visitInsn(RETURN);
            });
    assertThat(polls(large)).isEqualTo(polls);
  }
}
