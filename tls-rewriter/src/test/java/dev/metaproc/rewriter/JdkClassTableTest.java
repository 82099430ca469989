package dev.metaproc.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.rewriter.JdkPatch.StaticField;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** The changes inside the JDK fit this JDK, instruction by instruction. */
class JdkClassTableTest {
  static List<JdkClass> rows() {
    return JdkClassTable.ROWS;
  }

  private static byte[] classFile(JdkClass row) throws IOException, ClassNotFoundException {
    Class<?> type =
        Class.forName(row.name().replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
    try (InputStream in = type.getModule().getResourceAsStream(row.name() + ".class")) {
      return in.readAllBytes();
    }
  }

  /** The patcher refuses a class with another number of uses. */
  @ParameterizedTest
  @MethodSource("rows")
  void everyRowFitsAndWhatItMakesVerifies(JdkClass row) throws Exception {
    byte[] changed = JdkPatcher.patch(row, classFile(row));
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(changed),
        ClassLoader.getPlatformClassLoader(),
        false,
        new PrintWriter(problems));
    assertThat(problems.toString()).isEmpty();
    if (row.patches().stream().noneMatch(JdkPatch.Begun.class::isInstance)) {
      assertThat(changed).isNotEqualTo(classFile(row));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyNeedNamesAMemberOfThisJdk(JdkClass row) throws Exception {
    assertThat(row.needs()).isNotEmpty();
    for (String need : row.needs()) {
      if (need.startsWith("-D") || need.startsWith("META-INF/") || need.startsWith("*.")) {
        continue;
      }
      int dot = need.lastIndexOf('.');
      String name = need.substring(dot + 1);
      Class<?> owner = Class.forName(need.substring(0, dot).replace('/', '.'));
      boolean exists =
          name.equals("*")
              || name.equals("<init>")
              || Arrays.stream(owner.getDeclaredFields()).anyMatch(f -> f.getName().equals(name))
              || Arrays.stream(owner.getDeclaredMethods()).anyMatch(m -> m.getName().equals(name));
      assertThat(exists).as(need).isTrue();
    }
  }

  @Test
  void anotherNumberOfUsesIsRefused() throws Exception {
    Member field = new Member("java/util/Locale", "defaultLocale", "Ljava/util/Locale;");
    JdkClass row =
        new JdkClass(
            "java/util/Locale",
            List.of("-Duser.language"),
            "why",
            List.of(new StaticField(field, 1, 7, "none", "effect")));
    assertThatThrownBy(() -> JdkPatcher.patch(row, classFile(row)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "class java.util.Locale of this JDK reads defaultLocale in 2 places and writes it in 1"
                + " (expected 1 and 7): it is not the class this version of Metaproc was made for"
                + " (use JDK 25)");
  }

  @Test
  void aMethodThatIsNotThereIsRefused() throws Exception {
    Member method = new Member("java/util/Locale", "exit", "(I)V");
    JdkClass row =
        new JdkClass(
            "java/util/Locale",
            List.of("-Duser.language"),
            "why",
            List.of(new JdkPatch.Unless(method, "exit", "effect")));
    assertThatThrownBy(() -> JdkPatcher.patch(row, classFile(row)))
        .hasMessageStartingWith("class java.util.Locale of this JDK has no Locale.exit(int): ");
  }
}
