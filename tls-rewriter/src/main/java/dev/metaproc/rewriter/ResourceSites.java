package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Shows the host what a program opens, so that it can be closed when the program ends:
 *
 * <pre>
 *   SocketChannel.open()   →   SocketChannel.open(), dup, invokestatic Shim.opened
 *   new Socket(…)          →   new Socket(…), dup, invokestatic Shim.opened
 *   super(…) of a Socket   →   super(…), aload 0, invokestatic Shim.opened
 * </pre>
 */
final class ResourceSites {
  static final String OPENED = "opened";
  static final String OPENED_DESCRIPTOR = "(Ljava/lang/Object;)V";

  private static final Set<String> MEMBERS =
      ResourceTable.ROWS.stream()
          .map(row -> row.owner() + "." + row.name())
          .collect(Collectors.toUnmodifiableSet());

  private ResourceSites() {}

  /** Says whether anything was changed. */
  static boolean apply(MethodNode method) {
    boolean changed = false;
    Deque<TypeInsnNode> made = new ArrayDeque<>();
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof TypeInsnNode type && type.getOpcode() == NEW) {
        made.push(type);
      } else if (insn instanceof MethodInsnNode call) {
        boolean constructor = call.name.equals("<init>");
        TypeInsnNode making = constructor ? matching(made, call.owner) : null;
        if (MEMBERS.contains(call.owner + "." + call.name)) {
          changed |= constructor ? constructed(method, call, making) : returned(method, call);
        }
      }
    }
    return changed;
  }

  /**
   * The {@code new} that a constructor call completes; null for {@code super(…)} and {@code
   * this(…)}. Compilers nest the one in the other as the source does.
   */
  private static @Nullable TypeInsnNode matching(Deque<TypeInsnNode> made, String owner) {
    TypeInsnNode latest = made.peek();
    return latest != null && latest.desc.equals(owner) ? made.pop() : null;
  }

  private static boolean constructed(
      MethodNode method, MethodInsnNode call, @Nullable TypeInsnNode making) {
    InsnList shown = new InsnList();
    if (making == null) {
      shown.add(new VarInsnNode(ALOAD, 0));
    } else if (isKept(making)) {
      shown.add(new InsnNode(DUP));
    } else {
      return false; // nobody will ever use it
    }
    show(method, call, shown);
    return true;
  }

  /** Compilers duplicate what they make before they call its constructor. */
  private static boolean isKept(TypeInsnNode making) {
    AbstractInsnNode next = making.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next != null && next.getOpcode() == DUP;
  }

  private static boolean returned(MethodNode method, MethodInsnNode call) {
    boolean opens = Type.getReturnType(call.desc).getSort() == Type.OBJECT;
    if (!opens || call.getOpcode() == INVOKESPECIAL) {
      return false;
    }
    InsnList shown = new InsnList();
    shown.add(new InsnNode(DUP));
    show(method, call, shown);
    return true;
  }

  private static void show(MethodNode method, MethodInsnNode call, InsnList shown) {
    shown.add(new MethodInsnNode(INVOKESTATIC, Shim.NAME, OPENED, OPENED_DESCRIPTOR, false));
    method.instructions.insert(call, shown);
  }
}
