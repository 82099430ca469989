package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V21;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The class every rewritten call site calls, generated once and defined by each program's loader:
 *
 * <pre>
 *   program class          Shim (per loader)               host, shared
 *   System.exit(3)   →     exit(I)V { STATE, 3 }    →      ExitHooks.exit(JdkState, int)
 * </pre>
 *
 * <p>The rewritten bytes are therefore the same for every program; only the constant {@code STATE}
 * of its own shim tells a program from another, and the JIT folds it. Where programs share a loader
 * the constant is that loader, which tells them from one another by the calling thread.
 */
public final class Shim {
  /** Internal name of the generated class. */
  public static final String NAME = "dev/metaproc/shim/Jdk";

  /** Package that holds the hook classes named by {@link Redirection.Replace#hook()}. */
  public static final String HOOKS = "dev/metaproc/isolation/jdk/";

  private static final String STATE_TYPE = HOOKS + "JdkState";
  private static final String STATE_DESCRIPTOR = "L" + STATE_TYPE + ";";
  private static final String GENERAL = "Paths";
  private static final String POLL_SITE = "pollSite";
  private static final String BOOTSTRAP =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
          + "Ljava/lang/invoke/CallSite;";

  private static final String KEEPER = STATE_TYPE + "$Holder";
  private static final String CONSTANT = "STATE";

  private final String constantType;
  private final String constantMaker;
  private final Consumer<MethodVisitor> toState;

  private Shim(String constantType, String constantMaker, Consumer<MethodVisitor> toState) {
    this.constantType = constantType;
    this.constantMaker = constantMaker;
    this.toState = toState;
  }

  /** The class file of the shim for {@code table} in a loader of one program. */
  public static byte[] generate(Redirections table) {
    return new Shim(STATE_DESCRIPTOR, "of", load -> {}).generateFor(table);
  }

  /**
   * The class file of the shim for {@code table} in a loader that several programs share: it asks
   * the loader for the state of the calling thread's program at each call.
   */
  public static byte[] generateShared(Redirections table) {
    Consumer<MethodVisitor> ask =
        load ->
            load.visitMethodInsn(
                INVOKEINTERFACE, KEEPER, "jdkState", "()" + STATE_DESCRIPTOR, true);
    return new Shim("L" + KEEPER + ";", "holderOf", ask).generateFor(table);
  }

  private byte[] generateFor(Redirections table) {
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = ACC_PUBLIC | ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
    out.visit(V21, access, NAME, null, "java/lang/Object", null);
    state(out);
    for (Redirection row : table.rows()) {
      switch (row) {
        case Redirection.Replace replace ->
            forward(out, hookName(replace), shimDescriptor(replace), replace.hook());
        case Redirection.Before before ->
            forward(out, before.member().name(), beforeDescriptor(before), before.hook());
        case Redirection.Reflect reflect -> {}
        case Redirection.Resolve resolve -> {}
        case Redirection.Keep keep -> {}
      }
    }
    for (Type type : Resolving.RESOLVED) {
      String same = type.getDescriptor();
      forward(out, Resolving.RESOLVE, "(" + same + ")" + same, GENERAL);
      forward(out, Resolving.ABSOLUTE, "(" + same + ")" + same, GENERAL);
      if (!type.equals(Resolving.STRING)) {
        forward(out, Resolving.RESTORE, "(" + same + same + ")" + same, GENERAL);
      }
    }
    for (ReflectiveCalls.Part part : ReflectiveCalls.PARTS) {
      forward(out, part.name(), part.descriptor(), ReflectiveCalls.HOOK);
    }
    forward(out, HandlerGuard.CAUGHT, HandlerGuard.CAUGHT_DESCRIPTOR, "Endings");
    forward(out, ResourceSites.OPENED, ResourceSites.OPENED_DESCRIPTOR, "ResourceHooks");
    poll(out);
    out.visitEnd();
    return out.toByteArray();
  }

  /**
   * What loops call. All polls of a loader meet in this one call site, so that a loop costs no
   * linking of its own, and its target, which does nothing until it is replaced, is folded away.
   */
  private static void poll(ClassWriter out) {
    MethodVisitor method =
        out.visitMethod(
            ACC_PUBLIC | ACC_STATIC, LoopPoll.POLL, LoopPoll.POLL_DESCRIPTOR, null, null);
    method.visitCode();
    method.visitInvokeDynamicInsn(
        LoopPoll.POLL,
        LoopPoll.POLL_DESCRIPTOR,
        new Handle(H_INVOKESTATIC, HOOKS + "Endings", POLL_SITE, BOOTSTRAP, false));
    method.visitInsn(RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** Name of the shim method and of the hook: a field read has no verb of its own. */
  public static String hookName(Redirection.Replace row) {
    return row.member().name();
  }

  /** What the shim method takes: the receiver, if there is one, is its first argument. */
  public static String shimDescriptor(Redirection.Replace row) {
    Member member = row.member();
    return switch (row.use()) {
      case STATIC_CALL -> member.descriptor();
      case INSTANCE_CALL -> Descriptors.withReceiver(member.owner(), member.descriptor());
      case FIELD_READ -> "()" + member.descriptor();
    };
  }

  static String beforeDescriptor(Redirection.Before row) {
    return Descriptors.withReceiver("java/lang/Object", row.member().descriptor());
  }

  private void state(ClassWriter out) {
    int access = ACC_PRIVATE | ACC_STATIC | ACC_FINAL;
    out.visitField(access, CONSTANT, constantType, null, null).visitEnd();
    MethodVisitor init = out.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    init.visitCode();
    init.visitLdcInsn(Type.getObjectType(NAME));
    init.visitMethodInsn(
        INVOKESTATIC, STATE_TYPE, constantMaker, "(Ljava/lang/Class;)" + constantType, false);
    init.visitFieldInsn(PUTSTATIC, NAME, CONSTANT, constantType);
    init.visitInsn(RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
  }

  /** Hooks take types of this package as objects: javac cannot be told not to warn of their use. */
  private static String nameable(String descriptor) {
    return descriptor.replaceAll("Lsun/misc/\\w+;", "Ljava/lang/Object;");
  }

  private void forward(ClassWriter out, String name, String descriptor, String hook) {
    MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
    method.visitCode();
    method.visitFieldInsn(GETSTATIC, NAME, CONSTANT, constantType);
    toState.accept(method);
    int local = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(ILOAD), local);
      local += argument.getSize();
    }
    String target = Descriptors.withReceiver(STATE_TYPE, nameable(descriptor));
    method.visitMethodInsn(INVOKESTATIC, HOOKS + hook, name, target, false);
    Type result = Type.getReturnType(descriptor);
    if (!nameable(result.getDescriptor()).equals(result.getDescriptor())) {
      method.visitTypeInsn(CHECKCAST, result.getInternalName());
    }
    method.visitInsn(result.getOpcode(IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
