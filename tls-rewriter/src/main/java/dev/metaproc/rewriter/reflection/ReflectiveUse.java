package dev.metaproc.rewriter.reflection;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SWAP;

import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What is done at a call site of one kind. Each adds no branch, so frames stay as they are. */
enum ReflectiveUse {
  /**
   * The call becomes one of the hook, with the receiver as its first argument; as an object, if its
   * class is not one of the platform's API.
   */
  REPLACE {
    @Override
    void apply(MethodNode method, MethodInsnNode call, String caller) {
      boolean isStatic = call.getOpcode() == INVOKESTATIC;
      String receiver = call.owner.startsWith("java/") ? "L" + call.owner + ";" : OBJECT;
      String descriptor = isStatic ? call.desc : "(" + receiver + call.desc.substring(1);
      method.instructions.set(call, hook(call.name, descriptor));
    }
  },

  /** The call stays, so that the JDK sees the same caller; the hook gets and gives its result. */
  RESULT {
    @Override
    void apply(MethodNode method, MethodInsnNode call, String caller) {
      String type = Type.getReturnType(call.desc).getDescriptor();
      method.instructions.insert(call, hook(call.name, "(" + type + ")" + type));
    }
  },

  /**
   * The class that is the first argument, or the receiver of a call without any, is initialised.
   */
  INITIALIZES {
    @Override
    void apply(MethodNode method, MethodInsnNode call, String caller) {
      InsnList before = new InsnList();
      if (Type.getArgumentTypes(call.desc).length < 2) {
        before.add(new InsnNode(DUP));
      } else {
        before.add(new InsnNode(DUP2));
        before.add(new InsnNode(POP));
      }
      before.add(hook("initialize", "(" + CLASS + ")V"));
      method.instructions.insertBefore(call, before);
    }
  },

  /** The hook is shown the receiver before the call. */
  RECEIVER {
    @Override
    void apply(MethodNode method, MethodInsnNode call, String caller) {
      InsnList before = new InsnList();
      if (Type.getArgumentTypes(call.desc).length == 0) {
        before.add(new InsnNode(DUP));
      } else {
        before.add(new InsnNode(DUP2));
        before.add(new InsnNode(POP));
      }
      before.add(hook(call.name, "(Ljava/lang/Object;)V"));
      method.instructions.insertBefore(call, before);
    }
  },

  /**
   * {@code field.get(object)} becomes {@code field'.get(object')}: the same call by the same
   * caller, of the field and the object that hold the value.
   */
  FIELD {
    @Override
    void apply(MethodNode method, MethodInsnNode call, String caller) {
      InsnList before = new InsnList();
      Type[] arguments = Type.getArgumentTypes(call.desc);
      boolean sets = arguments.length == 2;
      int value = method.maxLocals;
      if (sets) {
        before.add(new VarInsnNode(arguments[1].getOpcode(ISTORE), value));
      }
      before.add(new InsnNode(DUP2));
      before.add(hook("holderOf", "(" + FIELD_TYPE + OBJECT + ")" + OBJECT));
      before.add(new InsnNode(SWAP));
      before.add(new InsnNode(POP));
      before.add(new InsnNode(SWAP));
      before.add(new LdcInsnNode(Type.getObjectType(caller)));
      if (!sets) {
        before.add(hook("fieldToGet", "(" + FIELD_TYPE + CLASS + ")" + FIELD_TYPE));
      } else if (arguments[1].getSort() == Type.OBJECT) {
        before.add(new VarInsnNode(ALOAD, value));
        before.add(hook("fieldToSet", "(" + FIELD_TYPE + CLASS + OBJECT + ")" + FIELD_TYPE));
      } else {
        before.add(hook("fieldToSet", "(" + FIELD_TYPE + CLASS + ")" + FIELD_TYPE));
      }
      before.add(new InsnNode(SWAP));
      if (sets) {
        before.add(new VarInsnNode(arguments[1].getOpcode(ILOAD), value));
      }
      method.instructions.insertBefore(call, before);
    }
  };

  /** Whether what is put in has a class literal. */
  boolean hasClassLiteral() {
    return this == FIELD;
  }

  /** Internal name of the class that has the hooks. */
  static final String HOOKS = "dev/metaproc/isolation/shared/Reflection";

  private static final String FIELD_TYPE = "Ljava/lang/reflect/Field;";
  private static final String CLASS = "Ljava/lang/Class;";
  private static final String OBJECT = "Ljava/lang/Object;";

  /**
   * @param caller internal name of the class that has the call
   */
  abstract void apply(MethodNode method, MethodInsnNode call, String caller);

  private static MethodInsnNode hook(String name, String descriptor) {
    return new MethodInsnNode(INVOKESTATIC, HOOKS, name, descriptor, false);
  }
}
