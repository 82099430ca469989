package dev.metaproc.rewriter.statics;

import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import org.objectweb.asm.tree.MethodInsnNode;

/** The names in emitted code; docs/decisions/0006 explains them. */
final class Emitted {
  /** What the name of a holder has after that of its class. */
  static final String SUFFIX = "$$Statics";

  /** The program's part of {@code <clinit>}. */
  static final String INITIALIZER = "$$clinit";

  static final String GET = "get";
  static final String FIND = "find";
  static final String SOLE = "$$SOLE";
  static final String SET_SOLE = "setSole";
  static final String INDEX = "$$INDEX";
  static final String INITIALIZE_SUPERS = "initializeSupers";
  static final String INITIALIZE_CLASS = "initializeClass";

  /** Begins the name of every other member that is added to a class. */
  static final String PREFIX = "metaproc$";

  private static final String RUNTIME = "dev/metaproc/isolation/shared/";
  static final String HOLDER_BASE = RUNTIME + "Holder";
  static final String STATICS = RUNTIME + "Statics";
  static final String FINALIZING = RUNTIME + "Finalizing";

  private Emitted() {}

  static String holder(String owner) {
    return owner + SUFFIX;
  }

  static String initializerDescriptor(String owner) {
    return "(L" + holder(owner) + ";)V";
  }

  /** Leaves the current program's holder on the stack, initialised. */
  static MethodInsnNode get(String owner) {
    String holder = holder(owner);
    return new MethodInsnNode(INVOKESTATIC, holder, GET, "()L" + holder + ";", false);
  }

  /** Replaces what a monitor is to be taken on by what it is per program. */
  static MethodInsnNode monitor() {
    return new MethodInsnNode(
        INVOKESTATIC, STATICS, "monitor", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
  }
}
