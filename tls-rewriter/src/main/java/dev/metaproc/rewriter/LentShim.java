package dev.metaproc.rewriter;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.H_INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.V21;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The shim of a loader that does not find the program's, because it asks no parent. It has the same
 * name and methods and is defined into that loader, where it can name nothing but the JDK; so its
 * calls are linked by the hook in {@code java.lang}:
 *
 * <pre>
 *   class of that loader     lent shim                          shim of the program
 *   Shim.exit(3)         →   exit(I)V { invokedynamic exit }    →   exit(I)V
 * </pre>
 */
public final class LentShim {
  /** What the hook {@code link} is told to link. */
  public static final String KIND = "shim";

  private static final Handle LINK =
      new Handle(H_INVOKESTATIC, JdkHooks.NAME, "link", JdkHooks.LINK_DESCRIPTOR, false);

  private LentShim() {}

  /** The class file of the lent shim for {@code table}. */
  public static byte[] generate(Redirections table) {
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = ACC_PUBLIC | ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
    out.visit(V21, access, Shim.NAME, null, "java/lang/Object", null);
    ClassVisitor forwarding =
        new ClassVisitor(ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            if ((access & ACC_PUBLIC) != 0) {
              forward(out, access, name, descriptor);
            }
            return null;
          }
        };
    new ClassReader(Shim.generate(table)).accept(forwarding, ClassReader.SKIP_CODE);
    out.visitEnd();
    return out.toByteArray();
  }

  private static void forward(ClassWriter out, int access, String name, String descriptor) {
    MethodVisitor method = out.visitMethod(access, name, descriptor, null, null);
    method.visitCode();
    int local = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(ILOAD), local);
      local += argument.getSize();
    }
    method.visitInvokeDynamicInsn(name, descriptor, LINK, Type.getObjectType(Shim.NAME), KIND);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
