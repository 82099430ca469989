package dev.metaproc.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.rewriter.Redirection.Before;
import dev.metaproc.rewriter.Redirection.Keep;
import dev.metaproc.rewriter.Redirection.Reflect;
import dev.metaproc.rewriter.Redirection.Replace;
import dev.metaproc.rewriter.Redirection.Resolve;
import dev.metaproc.rewriter.Redirection.Use;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

class JdkTableTest {
  private static final Path PAGE = Path.of("../docs/jdk-redirections.md");

  /** A row that no longer matches the JDK must fail the build, not be ignored in silence. */
  @Test
  void everyRowNamesAMemberOfThisJdk() throws Exception {
    assertThat(JdkTable.ROWS).hasSizeGreaterThan(100);
    for (Redirection row : JdkTable.ROWS) {
      Member member = row.member();
      if (member.owner().startsWith("dev/metaproc/")) {
        continue; // our own API; the isolation module tests it
      }
      Class<?> owner = Class.forName(member.owner().replace('/', '.'));
      boolean found =
          switch (row) {
            case Replace replace when replace.use() == Use.FIELD_READ -> hasField(owner, member);
            case Replace replace -> hasMethod(owner, member, replace.use() == Use.STATIC_CALL);
            case Resolve resolve when member.name().equals("<init>") ->
                Arrays.stream(owner.getDeclaredConstructors()).anyMatch(c -> is(c, member));
            case Resolve resolve -> hasMethod(owner, member, !resolve.receiver());
            case Before before -> hasMethod(owner, member, false);
            case Reflect reflect -> hasMethod(owner, member, false);
            case Keep keep -> keep.member().descriptor().isEmpty();
          };
      assertThat(found).as(member.readable()).isTrue();
    }
  }

  @Test
  void everyRowIsFoundByTheMemberItNames() {
    Redirections table = Redirections.jdk();
    for (Redirection row : JdkTable.ROWS) {
      Member member = row.member();
      if (!(row instanceof Keep)) {
        assertThat(table.find(member.owner(), member.name(), member.descriptor()))
            .as(member.readable())
            .contains(row);
      }
    }
  }

  private static boolean hasField(Class<?> owner, Member member) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(member.name());
    return Modifier.isStatic(field.getModifiers())
        && Type.getDescriptor(field.getType()).equals(member.descriptor());
  }

  private static boolean hasMethod(Class<?> owner, Member member, boolean isStatic) {
    return Arrays.stream(owner.getDeclaredMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()) == isStatic)
        .anyMatch(method -> method.getName().equals(member.name()) && is(method, member));
  }

  private static boolean is(Executable executable, Member member) {
    String descriptor =
        switch (executable) {
          case Method method -> Type.getMethodDescriptor(method);
          case Constructor<?> constructor -> Type.getConstructorDescriptor(constructor);
        };
    return descriptor.equals(member.descriptor());
  }

  @Test
  void twoRowsForOneMemberAreRefused() {
    Member exit = new Member("java/lang/System", "exit", "(I)V");
    Redirection row = new Keep(exit, "stays");
    assertThatThrownBy(() -> new Redirections(List.of(row, row)))
        .hasMessage("two rows for System.exit(int)");
  }

  @Test
  void thePageInDocsIsThatOfTheTable() throws Exception {
    String page = RedirectionsPage.of(Redirections.jdk());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/jdk-redirections.md; 'mvn verify -pl tls-rewriter -Ddocs.write=true' writes it")
        .isEqualTo(page);
  }
}
