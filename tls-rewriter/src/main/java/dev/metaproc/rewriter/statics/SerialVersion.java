package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_ENUM;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_RECORD;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Keeps the default {@code serialVersionUID} of a class whose members change: what a program wrote
 * before it was shared, or reads elsewhere, has the original one.
 */
final class SerialVersion {
  private static final String FIELD = "serialVersionUID";

  private SerialVersion() {}

  /** Adds the constant if {@code node}, made from {@code original}, may need it. */
  static void keep(Hierarchy hierarchy, ClassNode node, byte[] original) {
    boolean none = (node.access & (ACC_INTERFACE | ACC_ENUM | ACC_RECORD)) != 0;
    if (none || declares(node) || !mayBeSerializable(hierarchy, node)) {
      return;
    }
    int access = ACC_PRIVATE | ACC_STATIC | ACC_FINAL | ACC_SYNTHETIC;
    node.fields.add(new FieldNode(access, FIELD, "J", null, of(original)));
  }

  private static boolean declares(ClassNode node) {
    return node.fields.stream().anyMatch(field -> field.name.equals(FIELD));
  }

  /** A class of the JDK other than {@code Object} may be; it costs nothing to be wrong. */
  private static boolean mayBeSerializable(Hierarchy hierarchy, ClassNode node) {
    return Serializables.mayBe(hierarchy, node.superName)
        || node.interfaces.stream().anyMatch(i -> Serializables.mayBe(hierarchy, i));
  }

  private static long of(byte[] original) {
    try {
      Computed computed = new Computed();
      new ClassReader(original).accept(computed, ClassReader.SKIP_FRAMES);
      return computed.computeSVUID();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The algorithm of java.io.ObjectStreamClass, which ASM has. */
  private static final class Computed extends SerialVersionUIDAdder {
    Computed() {
      super(Opcodes.ASM9, new ClassNode());
    }

    @Override
    protected long computeSVUID() throws IOException {
      return super.computeSVUID();
    }
  }
}
