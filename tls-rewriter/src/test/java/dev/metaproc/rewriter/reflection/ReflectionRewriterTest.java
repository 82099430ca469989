package dev.metaproc.rewriter.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.V1_4;
import static org.objectweb.asm.Opcodes.V1_8;

import java.lang.invoke.MethodHandles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

class ReflectionRewriterTest {
  private static final String PACKAGE = "dev/metaproc/rewriter/reflection/";

  @ParameterizedTest
  @ValueSource(ints = {V1_4, V1_8})
  void classFilesWithoutClassLiteralsVerifyToo(int version) throws IllegalAccessException {
    byte[] original = readsField(version);
    byte[] rewritten = new ReflectionRewriter().rewrite(original);
    assertThat(rewritten).isNotEqualTo(original);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?> verified = lookup.ensureInitialized(lookup.defineClass(rewritten));
    assertThat(verified.getSimpleName()).isEqualTo("Reads" + version);
  }

  /** {@code static Object get(Field f) { return f.get(null); }} */
  private static byte[] readsField(int version) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(version, ACC_SUPER, PACKAGE + "Reads" + version, null, "java/lang/Object", null);
    MethodVisitor code =
        writer.visitMethod(
            ACC_PUBLIC | ACC_STATIC,
            "get",
            "(Ljava/lang/reflect/Field;)Ljava/lang/Object;",
            null,
            null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitInsn(ACONST_NULL);
    code.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/reflect/Field",
        "get",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        false);
    code.visitInsn(ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
