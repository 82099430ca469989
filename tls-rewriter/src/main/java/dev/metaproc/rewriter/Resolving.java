package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ISTORE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The instructions around a call whose file names are resolved in place:
 *
 * <pre>
 *   [receiver] a0 a1 … an          the operand stack, as the compiler left it
 *   store an … ak                  down to the first value that needs resolving
 *   (keep) resolve ak, load ak+1 (resolve) …
 *   the call
 *   (restore the result with the first kept original)
 * </pre>
 *
 * <p>The locals used lie above those of the method, so no frame mentions them.
 */
final class Resolving {
  static final String RESOLVE = "resolve";

  /** For members that open what they are given later, on threads of the JDK. */
  static final String ABSOLUTE = "absolute";

  static final String RESTORE = "restore";
  static final Type FILE = Type.getObjectType("java/io/File");
  static final Type PATH = Type.getObjectType("java/nio/file/Path");
  static final Type STRING = Type.getObjectType("java/lang/String");

  /** Types the shim resolves and restores. */
  static final List<Type> RESOLVED = List.of(FILE, PATH, STRING);

  private final InsnList before = new InsnList();
  private final InsnList after = new InsnList();

  private Resolving() {}

  InsnList before() {
    return before;
  }

  InsnList after() {
    return after;
  }

  /**
   * @param values types on the stack, the receiver first if it is to be considered
   * @param resolved for each value whether it is resolved
   * @param result what the call returns; void if it is not to be restored
   * @param how {@link #RESOLVE} or {@link #ABSOLUTE}
   * @param firstFree first local variable the method does not use
   */
  static Resolving of(Type[] values, boolean[] resolved, Type result, String how, int firstFree) {
    Resolving code = new Resolving();
    int lowest = 0;
    while (!resolved[lowest]) {
      lowest++;
    }
    int[] local = new int[values.length];
    int free = firstFree;
    for (int i = values.length - 1; i > lowest; i--) {
      local[i] = free;
      code.before.add(new VarInsnNode(values[i].getOpcode(ISTORE), free));
      free += values[i].getSize();
    }
    Original original = null;
    for (int i = lowest; i < values.length; i++) {
      if (i > lowest) {
        code.before.add(new VarInsnNode(values[i].getOpcode(ILOAD), local[i]));
      }
      if (!resolved[i]) {
        continue;
      }
      if (original == null && !values[i].equals(STRING) && values[i].equals(result)) {
        original = new Original(values[i], free++);
        code.before.add(new InsnNode(DUP));
        code.before.add(new VarInsnNode(ASTORE, original.local));
      }
      String same = values[i].getDescriptor();
      code.before.add(call(how, "(" + same + ")" + same));
    }
    code.restore(original);
    return code;
  }

  private void restore(@Nullable Original original) {
    if (original != null) {
      String same = original.type.getDescriptor();
      after.add(new VarInsnNode(ALOAD, original.local));
      after.add(call(RESTORE, "(" + same + same + ")" + same));
    }
  }

  private static MethodInsnNode call(String name, String descriptor) {
    return new MethodInsnNode(INVOKESTATIC, Shim.NAME, name, descriptor, false);
  }

  private record Original(Type type, int local) {}
}
