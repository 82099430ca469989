package dev.metaproc.rewriter.statics;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Small questions about ASM's tree of a class. */
final class ClassNodes {
  private ClassNodes() {}

  static @Nullable MethodNode method(ClassNode node, MemberKey key) {
    for (MethodNode method : node.methods) {
      if (method.name.equals(key.name()) && method.desc.equals(key.descriptor())) {
        return method;
      }
    }
    return null;
  }
}
