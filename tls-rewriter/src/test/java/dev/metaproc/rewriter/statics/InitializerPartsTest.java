package dev.metaproc.rewriter.statics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.rewriter.Shim;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The parts of a class initialiser in a class whose calls of the JDK are redirected. */
class InitializerPartsTest {
  private static final Map<String, byte[]> CLASSES =
      Sources.compile(
          """
          public class Main {
            private static final int[] SQUARES = new int[10];
            static {
              for (int i = 0; i < SQUARES.length; i++) SQUARES[i] = i * i;
            }
            static long sum = System.getProperty("user.dir").length();
            static {
              for (int i = 0; i < 10; i++) sum += i;
            }
            static int square(int i) { return SQUARES[i]; }
          }
          """);

  private final byte[] original = Objects.requireNonNull(CLASSES.get("p/Main"));
  private final RewrittenImage image = RewrittenImage.redirected(CLASSES);
  private final ClassNode main = Hierarchy.node(image.statics().rewrite(original), 0);

  private List<String> uses(String method) {
    MethodNode code =
        main.methods.stream().filter(each -> each.name.equals(method)).findFirst().orElseThrow();
    return Arrays.stream(code.instructions.toArray())
        .map(
            insn ->
                switch (insn) {
                  case FieldInsnNode field -> field.owner + "." + field.name;
                  case MethodInsnNode call -> call.owner + "." + call.name;
                  default -> "";
                })
        .filter(use -> !use.isEmpty())
        .distinct()
        .toList();
  }

  @Test
  void whatAllProgramsShareAsksForNoneOfThem() {
    assertThat(image.problems()).isEmpty();
    assertThat(uses("<clinit>")).containsExactly("p/Main.SQUARES");
  }

  @Test
  void whatEachProgramRunsIsRedirected() {
    assertThat(uses(Emitted.INITIALIZER))
        .containsExactly(
            Shim.NAME + ".getProperty",
            "java/lang/String.length",
            "p/Main$$Statics.sum",
            Shim.NAME + ".poll");
  }
}
