package dev.metaproc.rewriter.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

class ClassPathDumpTest {
  @TempDir Path directory;

  private ClassPathDump dump() throws Exception {
    ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    out.visit(V17, ACC_PUBLIC, "p/Counter", null, "java/lang/Object", null);
    out.visitField(ACC_STATIC, "n", "I", null, null).visitEnd();
    MethodVisitor code = out.visitMethod(ACC_STATIC, "get", "()I", null, null);
    code.visitCode();
    code.visitFieldInsn(GETSTATIC, "p/Counter", "n", "I");
    code.visitInsn(IRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    write("p/Counter.class", out.toByteArray());
    ClassWriter plain = new ClassWriter(0);
    plain.visit(V17, ACC_PUBLIC, "p/Plain", null, "java/lang/Object", null);
    write("p/Plain.class", plain.toByteArray());
    return ClassPathDump.of(List.of(directory));
  }

  private void write(String name, byte[] bytes) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void aDiffShowsWhatBecomesOfAnAccess() throws Exception {
    assertThat(dump().diff("p.Counter").orElseThrow())
        .startsWith("STATICS p.Counter: 1 statics per program\n--- p/Counter.class\n")
        .contains(
            """
            -    GETSTATIC p/Counter.n : I
            +    INVOKESTATIC p/Counter$$Statics.get ()Lp/Counter$$Statics;
            +    GETFIELD p/Counter$$Statics.n : I
            """)
        .contains("--- /dev/null\n+++ p/Counter$$Statics.class\n");
  }

  @Test
  void aClassThatIsKeptHasNoDiff() throws Exception {
    assertThat(dump().diff("p.Plain")).hasValue("KEEP p.Plain: no statics\n");
    assertThat(dump().diff("p.None")).isEmpty();
  }

  @Test
  void verdictsAreCounted() throws Exception {
    assertThat(dump().verdicts())
        .isEqualTo(
            """
            STATICS p.Counter: 1 statics per program
            2 classes: 1 kept, 1 with statics per program, 0 vetoes: can be shared
            """);
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("no.jar"), "no");
    assertThatThrownBy(() -> ClassPathDump.of(List.of(file))).isInstanceOf(ZipException.class);
  }
}
