package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.IALOAD;
import static org.objectweb.asm.Opcodes.IASTORE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;

import dev.metaproc.rewriter.statics.EnumState.Constant;
import dev.metaproc.rewriter.statics.EnumState.StateField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Rewrites an enum with {@link EnumState}, and the bodies of its constants:
 *
 * <pre>
 *   once       new E("A", 0, null); putstatic E.A          makes a constant without state
 *   program    E.A.metaproc$init$E("A", 0, args …)         the constructor's body, as a method
 *   e.f        E.metaproc$get$f(e)                         E$$Statics.get().metaproc$E$f[e.ordinal()]
 * </pre>
 *
 * <p>The constructors stay declared and are no longer called.
 */
final class EnumRewriting {
  private static final String ENUM = "java/lang/Enum";

  private final EnumState state;

  EnumRewriting(EnumState state) {
    this.state = state;
  }

  /** Turns the real class initialiser's constants into bare ones. */
  void makeBare(MethodNode shared) {
    for (Constant constant : state.constants()) {
      AbstractInsnNode store = storeOf(shared, constant);
      AbstractInsnNode made = newBefore(store, constant);
      AbstractInsnNode name = real(real(made.getNext()).getNext());
      AbstractInsnNode ordinal = real(name.getNext());
      MethodInsnNode constructor = (MethodInsnNode) realBefore(store);
      AbstractInsnNode insn = ordinal.getNext();
      while (!insn.equals(constructor)) {
        AbstractInsnNode next = insn.getNext();
        if (insn.getOpcode() >= 0 || insn instanceof FrameNode) {
          shared.instructions.remove(insn);
        }
        insn = next;
      }
      shared.instructions.insertBefore(constructor, new InsnNode(ACONST_NULL));
      constructor.desc = EnumState.bareConstructor(state.owner());
    }
  }

  /** Turns the program's making of constants into the initialisation of those that are there. */
  void initialize(MethodNode perProgram) {
    for (Constant constant : state.constants()) {
      AbstractInsnNode store = storeOf(perProgram, constant);
      AbstractInsnNode made = newBefore(store, constant);
      MethodInsnNode constructor = (MethodInsnNode) realBefore(store);
      for (AbstractInsnNode i = made.getPrevious();
          i != null && i.getOpcode() < 0;
          i = i.getPrevious()) {
        if (i instanceof LabelNode label) {
          Frames.renameUninitialized(perProgram, label, constant.type());
        }
      }
      String type = "L" + state.owner() + ";";
      perProgram.instructions.insertBefore(
          made, new FieldInsnNode(GETSTATIC, state.owner(), constant.field(), type));
      perProgram.instructions.set(made, new TypeInsnNode(CHECKCAST, constant.type()));
      constructor.setOpcode(INVOKEVIRTUAL);
      constructor.name = EnumState.initializerOf(constant.type());
      perProgram.instructions.set(store, new InsnNode(POP));
    }
  }

  private static AbstractInsnNode storeOf(MethodNode method, Constant constant) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FieldInsnNode field
          && field.getOpcode() == PUTSTATIC
          && field.name.equals(constant.field())) {
        return insn;
      }
    }
    throw new IllegalStateException("lost enum constant " + constant);
  }

  /** The one whose name is loaded next: arguments may make objects too. */
  private static AbstractInsnNode newBefore(AbstractInsnNode store, Constant constant) {
    for (AbstractInsnNode i = store; i != null; i = i.getPrevious()) {
      if (i instanceof TypeInsnNode made
          && made.getOpcode() == NEW
          && made.desc.equals(constant.type())
          && real(real(made.getNext()).getNext()) instanceof LdcInsnNode name
          && name.cst.equals(constant.name())) {
        return i;
      }
    }
    throw new IllegalStateException("lost enum constant " + constant);
  }

  private static AbstractInsnNode real(AbstractInsnNode insn) {
    AbstractInsnNode i = insn;
    while (i.getOpcode() < 0) {
      i = i.getNext();
    }
    return i;
  }

  private static AbstractInsnNode realBefore(AbstractInsnNode insn) {
    AbstractInsnNode i = insn.getPrevious();
    while (i.getOpcode() < 0) {
      i = i.getPrevious();
    }
    return i;
  }

  /** What the enum or a body of its constants gets. */
  List<MethodNode> members(ClassInfo body, ClassNode node) {
    List<MethodNode> members = new ArrayList<>();
    members.add(bareConstructor(body));
    for (MethodNode method : node.methods) {
      if (method.name.equals("<init>")) {
        members.add(initializer(body, method));
      }
    }
    for (StateField field : EnumState.fieldsOf(body)) {
      members.add(getter(field));
      members.add(setter(field));
    }
    return members;
  }

  private MethodNode bareConstructor(ClassInfo body) {
    boolean isOwner = body.name().equals(state.owner());
    String descriptor = EnumState.bareConstructor(state.owner());
    MethodNode method = new MethodNode(ACC_SYNTHETIC, "<init>", descriptor, null, null);
    method.visitVarInsn(ALOAD, 0);
    method.visitVarInsn(ALOAD, 1);
    method.visitVarInsn(ILOAD, 2);
    if (!isOwner) {
      method.visitVarInsn(ALOAD, 3);
    }
    method.visitMethodInsn(
        INVOKESPECIAL,
        isOwner ? ENUM : state.owner(),
        "<init>",
        isOwner ? "(Ljava/lang/String;I)V" : descriptor,
        false);
    method.visitInsn(RETURN);
    method.maxLocals = 4;
    return method;
  }

  /** The constructor's body; what it calls of its superclass or its own class becomes likewise. */
  private MethodNode initializer(ClassInfo body, MethodNode constructor) {
    int access = ACC_PUBLIC | ACC_SYNTHETIC;
    String name = EnumState.initializerOf(body.name());
    MethodNode method = new MethodNode(access, name, constructor.desc, null, null);
    Map<LabelNode, LabelNode> labels = new HashMap<>();
    for (AbstractInsnNode insn : constructor.instructions) {
      if (insn instanceof LabelNode label) {
        labels.put(label, new LabelNode());
      }
    }
    for (AbstractInsnNode insn : constructor.instructions) {
      method.instructions.add(insn.clone(labels));
    }
    for (TryCatchBlockNode block : constructor.tryCatchBlocks) {
      method.tryCatchBlocks.add(
          new TryCatchBlockNode(
              labels.get(block.start),
              labels.get(block.end),
              labels.get(block.handler),
              block.type));
    }
    method.maxLocals = constructor.maxLocals;
    Frames.expand(body.name(), method);
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      switch (insn) {
        case MethodInsnNode call when call.name.equals("<init>") -> replace(method, body, call);
        case FrameNode frame -> {
          frame.local.replaceAll(t -> Opcodes.UNINITIALIZED_THIS.equals(t) ? body.name() : t);
          frame.stack.replaceAll(t -> Opcodes.UNINITIALIZED_THIS.equals(t) ? body.name() : t);
        }
        default -> {}
      }
    }
    return method;
  }

  private void replace(MethodNode method, ClassInfo body, MethodInsnNode call) {
    if (call.owner.equals(ENUM)) {
      method.instructions.insertBefore(call, new InsnNode(POP));
      method.instructions.insertBefore(call, new InsnNode(POP));
      method.instructions.set(call, new InsnNode(POP));
    } else if (call.owner.equals(body.name()) || call.owner.equals(state.owner())) {
      call.setOpcode(INVOKEVIRTUAL);
      call.name = EnumState.initializerOf(call.owner);
    }
  }

  private MethodNode getter(StateField field) {
    Type type = Type.getType(field.field().key().descriptor());
    MethodNode method = accessor(field, field.getter(), type, null);
    method.visitInsn(type.getOpcode(IALOAD));
    method.visitInsn(type.getOpcode(IRETURN));
    return method;
  }

  private MethodNode setter(StateField field) {
    Type type = Type.getType(field.field().key().descriptor());
    MethodNode method = accessor(field, field.setter(), Type.VOID_TYPE, type);
    method.visitVarInsn(type.getOpcode(ILOAD), 1);
    method.visitInsn(type.getOpcode(IASTORE));
    method.visitInsn(RETURN);
    return method;
  }

  /** Begins with the program's array and the ordinal on the stack. */
  private MethodNode accessor(
      StateField field, String name, Type returned, @Nullable Type argument) {
    String owner = field.declaring().name();
    String descriptor =
        "(L" + owner + ";" + (argument == null ? "" : argument.getDescriptor()) + ")" + returned;
    int access = ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC;
    MethodNode method = new MethodNode(access, name, descriptor, null, null);
    method.instructions.add(Emitted.get(state.owner()));
    method.visitFieldInsn(
        GETFIELD,
        Emitted.holder(state.owner()),
        field.array(),
        "[" + field.field().key().descriptor());
    method.visitVarInsn(ALOAD, 0);
    method.visitMethodInsn(INVOKEVIRTUAL, owner, "ordinal", "()I", false);
    method.maxLocals = 3;
    return method;
  }

  /**
   * Replaces uses of constants' fields; never in the constants' constructors, which are not called.
   */
  static boolean replaceFieldUses(Planner planner, String owner, MethodNode method, boolean late) {
    boolean changed = false;
    boolean isConstructor = method.name.equals("<init>");
    if (isConstructor && !late && planner.enumState(planner.hierarchy().find(owner)) != null) {
      return false;
    }
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof FieldInsnNode field
          && !(late && field.owner.equals(owner))
          && (field.getOpcode() == GETFIELD || field.getOpcode() == Opcodes.PUTFIELD)) {
        StateField found = planner.stateField(field);
        if (found != null) {
          method.instructions.set(
              field, late ? LateLinks.access(field) : call(found, field.getOpcode() == GETFIELD));
          changed = true;
        }
      }
    }
    return changed;
  }

  private static MethodInsnNode call(StateField field, boolean read) {
    String owner = field.declaring().name();
    String type = field.field().key().descriptor();
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC,
        owner,
        read ? field.getter() : field.setter(),
        read ? "(L" + owner + ";)" + type : "(L" + owner + ";" + type + ")V",
        false);
  }
}
