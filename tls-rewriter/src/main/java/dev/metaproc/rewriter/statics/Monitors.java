package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gives each program its own monitor where programs share the object: classes and enum constants.
 *
 * <pre>
 *   x; dup; astore n; monitorenter   →   x; Statics.monitor; dup; astore n; monitorenter
 *   x.wait(…), x.notify()            →   the same on Statics.monitor(x)
 *   static synchronized m(a)         →   monitor and arguments move up: 0 is the monitor, 1 is a
 *                                        Statics.monitor(C.class); monitorenter; try { … }
 * </pre>
 */
final class Monitors {
  private static final String OBJECT = "java/lang/Object";

  private final String owner;
  private final boolean ownInstancesAreShared;

  /**
   * @param ownInstancesAreShared whether {@code owner} is an enum or the body of a constant of one
   */
  Monitors(String owner, boolean ownInstancesAreShared) {
    this.owner = owner;
    this.ownInstancesAreShared = ownInstancesAreShared;
  }

  /** Says whether the method as a whole holds a monitor that programs would share. */
  boolean isSharedSynchronized(MethodNode method) {
    return (method.access & ACC_SYNCHRONIZED) != 0
        && ((method.access & ACC_STATIC) != 0 || ownInstancesAreShared);
  }

  /** Says whether anything was changed. */
  boolean apply(MethodNode method) {
    boolean changed = false;
    Set<AbstractInsnNode> kept = new HashSet<>();
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      changed |=
          switch (insn) {
            case InsnNode i when i.getOpcode() == MONITORENTER -> enter(method, i, kept);
            case MethodInsnNode call -> call(method, call);
            default -> false;
          };
    }
    if (!kept.isEmpty()) {
      Frames.widen(owner, method, kept);
    }
    return changed;
  }

  /**
   * The compiler keeps the operand in a local for the exit, so it is replaced before it is kept.
   * Where it does not look like that, enter and exit both ask, which gives the same object.
   *
   * @param kept collects the instructions that now store an object of unknown class
   */
  private boolean enter(MethodNode method, InsnNode enter, Set<AbstractInsnNode> kept) {
    AbstractInsnNode store = previous(enter);
    AbstractInsnNode operand = store;
    AbstractInsnNode dup = null;
    if (store != null && store.getOpcode() == ASTORE) {
      AbstractInsnNode copied = previous(store);
      if (copied != null && copied.getOpcode() == DUP) {
        dup = copied;
        operand = previous(copied);
      }
    }
    if (operand != null && isOwnObject(method, operand)) {
      return false;
    }
    if (dup != null) {
      method.instructions.insertBefore(dup, Emitted.monitor());
      kept.add(store);
      return true;
    }
    method.instructions.insertBefore(enter, Emitted.monitor());
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn.getOpcode() == MONITOREXIT && !isMonitor(previous(insn))) {
        method.instructions.insertBefore(insn, Emitted.monitor());
      }
    }
    return true;
  }

  private static boolean isMonitor(@Nullable AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call && call.owner.equals(Emitted.STATICS);
  }

  /** {@code this}, where instances are not shared, and what has just been made. */
  private boolean isOwnObject(MethodNode method, AbstractInsnNode operand) {
    boolean isThis =
        operand instanceof VarInsnNode load
            && load.getOpcode() == ALOAD
            && load.var == 0
            && (method.access & ACC_STATIC) == 0;
    return isThis && !ownInstancesAreShared;
  }

  private static @Nullable AbstractInsnNode previous(AbstractInsnNode insn) {
    AbstractInsnNode i = insn.getPrevious();
    while (i != null && i.getOpcode() < 0) {
      i = i.getPrevious();
    }
    return i;
  }

  private static boolean call(MethodNode method, MethodInsnNode call) {
    boolean isObjects = call.getOpcode() == INVOKEVIRTUAL && call.owner.equals(OBJECT);
    boolean isHoldsLock = call.owner.equals("java/lang/Thread") && call.name.equals("holdsLock");
    if (isHoldsLock || (isObjects && (call.name.startsWith("notify") || isWait(call, "()V")))) {
      method.instructions.insertBefore(call, Emitted.monitor());
      return true;
    }
    if (isObjects && call.name.equals("wait")) {
      method.instructions.insertBefore(call, below(Type.getArgumentTypes(call.desc), method));
      return true;
    }
    return false;
  }

  private static boolean isWait(MethodInsnNode call, String descriptor) {
    return call.name.equals("wait") && call.desc.equals(descriptor);
  }

  /** Locals above those of the method are mentioned by no frame. */
  private static InsnList below(Type[] arguments, MethodNode method) {
    InsnList code = new InsnList();
    InsnList back = new InsnList();
    int local = method.maxLocals;
    for (int i = arguments.length - 1; i >= 0; i--) {
      code.add(new VarInsnNode(arguments[i].getOpcode(ISTORE), local));
      back.insert(new VarInsnNode(arguments[i].getOpcode(ILOAD), local));
      local += arguments[i].getSize();
    }
    code.add(Emitted.monitor());
    code.add(back);
    return code;
  }

  /**
   * Makes a synchronized method take its monitor in its code. The monitor is kept in local 0 for
   * the exits; what was there moves up, so that every frame has it first.
   */
  void synchronize(MethodNode method) {
    Frames.expand(owner, method);
    boolean isStatic = (method.access & ACC_STATIC) != 0;
    Frames.insertFirstLocal(method, OBJECT);
    method.access &= ~ACC_SYNCHRONIZED;
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    LabelNode handler = new LabelNode();
    InsnList code = moveArgumentsUp(method, isStatic);
    code.add(isStatic ? new LdcInsnNode(Type.getObjectType(owner)) : new VarInsnNode(ALOAD, 1));
    code.add(Emitted.monitor());
    code.add(new InsnNode(DUP));
    code.add(new VarInsnNode(ASTORE, 0));
    code.add(new InsnNode(MONITORENTER));
    code.add(start);
    exits(method, start, end, handler);
    method.instructions.insert(code);
    method.instructions.add(handler);
    method.instructions.add(Frames.of(List.of(OBJECT), "java/lang/Throwable"));
    method.instructions.add(new VarInsnNode(ASTORE, 1));
    method.instructions.add(new VarInsnNode(ALOAD, 0));
    method.instructions.add(new InsnNode(MONITOREXIT));
    method.instructions.add(end);
    method.instructions.add(new VarInsnNode(ALOAD, 1));
    method.instructions.add(new InsnNode(ATHROW));
  }

  private InsnList moveArgumentsUp(MethodNode method, boolean isStatic) {
    InsnList code = new InsnList();
    int local = isStatic ? 0 : 1;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      InsnList move = new InsnList();
      move.add(new VarInsnNode(argument.getOpcode(ILOAD), local));
      move.add(new VarInsnNode(argument.getOpcode(ISTORE), local + 1));
      code.insert(move);
      local += argument.getSize();
    }
    if (!isStatic) {
      code.add(new VarInsnNode(ALOAD, 0));
      code.add(new VarInsnNode(ASTORE, 1));
    }
    return code;
  }

  /** Releases the monitor before each return; the handler covers all but the returns. */
  private static void exits(MethodNode method, LabelNode start, LabelNode end, LabelNode handler) {
    LabelNode from = start;
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      int opcode = insn.getOpcode();
      if (opcode < IRETURN || opcode > RETURN) {
        continue;
      }
      InsnList exit = new InsnList();
      LabelNode to = new LabelNode();
      exit.add(new VarInsnNode(ALOAD, 0));
      exit.add(new InsnNode(MONITOREXIT));
      exit.add(to);
      method.instructions.insertBefore(insn, exit);
      method.tryCatchBlocks.add(new TryCatchBlockNode(from, to, handler, null));
      from = new LabelNode();
      method.instructions.insert(insn, from);
    }
    method.tryCatchBlocks.add(new TryCatchBlockNode(from, end, handler, null));
  }
}
