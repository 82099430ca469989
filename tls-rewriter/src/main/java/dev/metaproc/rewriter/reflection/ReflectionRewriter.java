package dev.metaproc.rewriter.reflection;

import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import dev.metaproc.rewriter.ChangedClass;
import dev.metaproc.rewriter.UnreadableClassException;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the reflective calls of a shared class into ones that find statics where they are, and
 * hides what the rewriter has added. Deterministic, loads no class, thread-safe.
 */
public final class ReflectionRewriter {
  /** A rewriter; all are alike. */
  public ReflectionRewriter() {}

  /**
   * The rewritten class file, or {@code classFile} itself if it makes no such call.
   *
   * @throws UnreadableClassException if the bytes are no class file this version can read
   */
  public byte[] rewrite(byte[] classFile) {
    ClassNode node = new ClassNode();
    ClassReader reader;
    try {
      reader = new ClassReader(classFile);
      reader.accept(node, 0);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableClassException(e);
    }
    boolean changed = false;
    for (MethodNode method : List.copyOf(node.methods)) {
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        changed |= insn instanceof MethodInsnNode call && apply(node, method, call);
      }
    }
    if (!changed) {
      return classFile;
    }
    return ChangedClass.bytes(node, reader);
  }

  private static boolean apply(ClassNode node, MethodNode method, MethodInsnNode call) {
    ReflectiveUse use = ReflectionTable.find(call.owner, call.name, call.desc);
    boolean hasReceiver = call.getOpcode() != INVOKESTATIC;
    if (use == null || (!hasReceiver && use == ReflectiveUse.RECEIVER)) {
      return false;
    }
    use.apply(method, call, node.name);
    if (use.hasClassLiteral()) {
      ChangedClass.allowClassLiterals(node);
    }
    return true;
  }
}
