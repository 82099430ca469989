package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP_X2;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.H_PUTSTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.SWAP;
import static org.objectweb.asm.Opcodes.V1_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Turns each use of a static field that is per program into one of the program's holder:
 *
 * <pre>
 *   getstatic C.f      →   invokestatic C$$Statics.get; getfield C$$Statics.f
 *   putstatic C.f      →   invokestatic C$$Statics.get; swap; putfield C$$Statics.f
 *   handle of C.f      →   handle of a private accessor that does the above
 * </pre>
 *
 * <p>In a method that would become too long for the JIT or the JVM, accessors are called instead. A
 * read of a static that is shared, in a class whose initialiser has effects, gets a trigger. No
 * branch is added, so frames stay as they are.
 */
final class Accesses {
  private final Planner planner;
  private final ClassNode node;
  private final Predicate<String> triggers;
  private final boolean late;
  private final Map<Handle, MethodNode> accessors = new LinkedHashMap<>();

  /**
   * @param triggers says of a class whether code of {@code node} must trigger its initialisation
   * @param late whether {@link LateLinks} are emitted
   */
  Accesses(Planner planner, ClassNode node, Predicate<String> triggers, boolean late) {
    this.planner = planner;
    this.node = node;
    this.triggers = triggers;
    this.late = late;
  }

  /** The accessors that handles have been replaced by. */
  List<MethodNode> accessors() {
    return List.copyOf(accessors.values());
  }

  /**
   * Says whether anything was changed.
   *
   * @param ownHolder whether local variable 0 is the holder of the class itself
   */
  boolean apply(MethodNode method, boolean ownHolder) {
    boolean changed = false;
    boolean compact = canHaveAccessors() && CodeSize.grewTooLarge(method, this::isOfProgram);
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      changed |=
          switch (insn) {
            case FieldInsnNode field when compact && isOfProgram(field) -> compact(method, field);
            case FieldInsnNode field -> access(method, field, ownHolder);
            case InvokeDynamicInsnNode dynamic -> handles(dynamic.bsmArgs);
            case LdcInsnNode constant -> constant(constant);
            default -> false;
          };
    }
    return changed;
  }

  private boolean canHaveAccessors() {
    return (node.access & ACC_INTERFACE) == 0 || (node.version & 0xFFFF) >= V1_8;
  }

  private boolean isOfProgram(FieldInsnNode field) {
    int opcode = field.getOpcode();
    return (opcode == GETSTATIC || opcode == PUTSTATIC) && isOfProgram(handleOf(field));
  }

  private static Handle handleOf(FieldInsnNode field) {
    int tag = field.getOpcode() == PUTSTATIC ? H_PUTSTATIC : H_GETSTATIC;
    return new Handle(tag, field.owner, field.name, field.desc, false);
  }

  /** A call of an accessor is as long as the instruction it replaces. */
  private boolean compact(MethodNode method, FieldInsnNode field) {
    Handle accessor = accessor(handleOf(field));
    method.instructions.set(
        field,
        new MethodInsnNode(
            INVOKESTATIC,
            accessor.getOwner(),
            accessor.getName(),
            accessor.getDesc(),
            accessor.isInterface()));
    return true;
  }

  private boolean access(MethodNode method, FieldInsnNode field, boolean ownHolder) {
    boolean write = field.getOpcode() == PUTSTATIC;
    if (!write && field.getOpcode() != GETSTATIC) {
      return false;
    }
    MemberKey key = new MemberKey(field.name, field.desc);
    Plan plan = planner.declaring(field.owner, key);
    if (plan == null || (late && field.owner.equals(node.name))) {
      return false;
    }
    String owner = plan.info().name();
    boolean isOwn = ownHolder && owner.equals(node.name);
    if (!plan.moved().contains(key)) {
      return !isOwn && trigger(method, field, plan);
    }
    if (late) {
      method.instructions.set(field, LateLinks.access(field));
      return true;
    }
    InsnList code = new InsnList();
    code.add(isOwn ? new VarInsnNode(ALOAD, 0) : Emitted.get(owner));
    if (write && Type.getType(field.desc).getSize() == 2) {
      code.add(new InsnNode(DUP_X2));
      code.add(new InsnNode(POP));
    } else if (write) {
      code.add(new InsnNode(SWAP));
    }
    String holder = Emitted.holder(owner);
    code.add(new FieldInsnNode(write ? PUTFIELD : GETFIELD, holder, field.name, field.desc));
    method.instructions.insertBefore(field, code);
    method.instructions.remove(field);
    return true;
  }

  private boolean trigger(MethodNode method, FieldInsnNode field, Plan plan) {
    String owner = plan.info().name();
    if (!plan.triggered() || !triggers.test(owner)) {
      return false;
    }
    method.instructions.insertBefore(field, Triggers.trigger(owner, late));
    return true;
  }

  private boolean constant(LdcInsnNode constant) {
    Object[] one = {constant.cst};
    boolean changed = handles(one);
    constant.cst = one[0];
    return changed;
  }

  private boolean handles(Object[] constants) {
    boolean changed = false;
    for (int i = 0; i < constants.length; i++) {
      Object replaced = replaced(constants[i]);
      changed |= !replaced.equals(constants[i]);
      constants[i] = replaced;
    }
    return changed;
  }

  private Object replaced(Object constant) {
    return switch (constant) {
      case Handle handle when isOfProgram(handle) -> accessor(handle);
      case ConstantDynamic dynamic -> {
        Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = dynamic.getBootstrapMethodArgument(i);
        }
        yield handles(arguments)
            ? new ConstantDynamic(
                dynamic.getName(), dynamic.getDescriptor(), dynamic.getBootstrapMethod(), arguments)
            : dynamic;
      }
      default -> constant;
    };
  }

  private boolean isOfProgram(Handle handle) {
    if (handle.getTag() != H_GETSTATIC && handle.getTag() != H_PUTSTATIC) {
      return false;
    }
    MemberKey key = new MemberKey(handle.getName(), handle.getDesc());
    Plan plan = planner.declaring(handle.getOwner(), key);
    return plan != null
        && !(late && handle.getOwner().equals(node.name))
        && (plan.moved().contains(key) || triggers.test(plan.info().name()));
  }

  private Handle accessor(Handle handle) {
    MethodNode method = accessors.get(handle);
    if (method == null) {
      method = generate(handle);
      accessors.put(handle, method);
    }
    boolean inInterface = (node.access & ACC_INTERFACE) != 0;
    return new Handle(H_INVOKESTATIC, node.name, method.name, method.desc, inInterface);
  }

  private MethodNode generate(Handle handle) {
    Type type = Type.getType(handle.getDesc());
    boolean write = handle.getTag() == H_PUTSTATIC;
    int access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
    String name = Emitted.PREFIX + (write ? "set$" : "get$") + accessors.size();
    String descriptor = write ? "(" + type + ")V" : "()" + type;
    MethodNode method = new MethodNode(access, name, descriptor, null, null);
    if (write) {
      method.instructions.add(new VarInsnNode(type.getOpcode(ILOAD), 0));
    }
    method.instructions.add(
        new FieldInsnNode(
            write ? PUTSTATIC : GETSTATIC, handle.getOwner(), handle.getName(), handle.getDesc()));
    method.instructions.add(new InsnNode(write ? RETURN : type.getOpcode(IRETURN)));
    apply(method, false);
    return method;
  }
}
