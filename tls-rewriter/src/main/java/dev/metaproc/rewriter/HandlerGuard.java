package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Lets the unwinding of an ended program pass every handler that could stop it: {@code finally},
 * {@code catch (Throwable)} and the types under which the JDK wraps what it caught. Who catches
 * that memory is short is told apart, too: its thread may be the only one that gets on.
 *
 * <pre>
 *   handler:  [caught]           handler:  [caught]
 *             …           →                dup
 *                                          invokestatic Shim.caught   throws again if the program ended
 *                                          …
 * </pre>
 *
 * <p>A handler that covers itself is the compiler's {@code monitorexit} loop: it is left alone,
 * since it must release its monitor and throws again anyway.
 */
final class HandlerGuard {
  static final String CAUGHT = "caught";
  static final String CAUGHT_DESCRIPTOR = "(Ljava/lang/Throwable;)V";

  private static final Set<String> STOPPING =
      Set.of(
          "java/lang/Throwable",
          "java/lang/Error",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "java/lang/VirtualMachineError",
          "java/lang/OutOfMemoryError",
          "java/lang/LinkageError",
          "java/lang/ExceptionInInitializerError",
          "java/lang/NoClassDefFoundError",
          "java/lang/InterruptedException",
          "java/lang/ReflectiveOperationException",
          "java/lang/reflect/InvocationTargetException",
          "java/lang/reflect/UndeclaredThrowableException",
          "java/util/concurrent/ExecutionException",
          "java/util/concurrent/CompletionException");

  private HandlerGuard() {}

  static boolean apply(MethodNode method) {
    Set<LabelNode> guarded = new HashSet<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (stops(block.type) && !coversItself(method, block.handler) && guarded.add(block.handler)) {
        insert(method, block.handler);
      }
    }
    return !guarded.isEmpty();
  }

  private static boolean stops(@Nullable String type) {
    return type == null || STOPPING.contains(type);
  }

  private static boolean coversItself(MethodNode method, LabelNode handler) {
    int position = method.instructions.indexOf(handler);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (block.handler.equals(handler)
          && method.instructions.indexOf(block.start) <= position
          && position < method.instructions.indexOf(block.end)) {
        return true;
      }
    }
    return false;
  }

  private static void insert(MethodNode method, LabelNode handler) {
    AbstractInsnNode first = handler;
    while (first.getOpcode() < 0) {
      first = first.getNext();
    }
    InsnList guard = new InsnList();
    guard.add(new InsnNode(DUP));
    guard.add(new MethodInsnNode(INVOKESTATIC, Shim.NAME, CAUGHT, CAUGHT_DESCRIPTOR, false));
    method.instructions.insertBefore(first, guard);
  }
}
