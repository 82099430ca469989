package dev.metaproc.rewriter;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** A class that was read from a class file and then changed. */
public final class ChangedClass {
  /** Where a class file says it, in bytes. */
  private static final int MAJOR_VERSION = 6;

  private ChangedClass() {}

  /** Lets code of the class have class literals: class files have them since version 49. */
  public static void allowClassLiterals(ClassNode node) {
    if (isBeforeClassLiterals(node.version)) {
      node.version = Opcodes.V1_5;
    }
  }

  /**
   * The changed class as a class file. Its constants stand where they stood in the original; but if
   * the original is older than class literals and the changed class is not, all are written anew:
   * until then, characters could take more bytes than they need.
   *
   * @param node with frames wherever its version asks for them
   * @param original what {@code node} was read from
   */
  public static byte[] bytes(ClassNode node, ClassReader original) {
    boolean isRaised =
        isBeforeClassLiterals(original.readShort(MAJOR_VERSION))
            && !isBeforeClassLiterals(node.version);
    ClassWriter writer = new ClassWriter(isRaised ? null : original, ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static boolean isBeforeClassLiterals(int version) {
    return (version & 0xFFFF) < Opcodes.V1_5;
  }
}
