package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metaproc.isolation.ProgramException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {
  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @AfterEach
  void closeHost() {
    host.close();
  }

  private ProgramException failure(ProgramBuilder builder) {
    return catchThrowableOfType(ProgramException.class, builder.directory(directory)::start);
  }

  private ProgramException failureOf(String source) {
    Path classes = Compiled.in(directory, source);
    return failure(host.program().classPath(List.of(classes)).mainClass("Main"));
  }

  private static void assertFailure(ProgramException failure, Kind kind, String message) {
    assertThat(failure).hasMessage(message);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  @Test
  void aMissingJarIsNamed() {
    assertFailure(
        failure(host.program().jar(Path.of("no.jar"))),
        Kind.NOT_FOUND,
        "no such jar: no.jar (looked in " + directory + ")");
  }

  @Test
  void aBrokenJarIsNamed() throws Exception {
    Path jar = Files.writeString(directory.resolve("broken.jar"), "this is no zip file");
    assertThat(failure(host.program().jar(jar)))
        .hasMessageStartingWith(jar + " is not a readable jar (")
        .hasMessageEndingWith("): rebuild it or copy it again")
        .extracting(ProgramException::kind)
        .isEqualTo(Kind.NOT_RUNNABLE);
  }

  @Test
  void anUnreadableElementOfAClassPathIsNamedWhenTheClassIsMissing() throws Exception {
    Path jar = Files.writeString(directory.resolve("broken.jar"), "this is no zip file");
    assertThat(failure(host.program().classPath(List.of(jar)).mainClass("Main")))
        .hasMessageStartingWith(
            "no class Main on the class path [%s]; %s is not a readable jar (".formatted(jar, jar))
        .extracting(ProgramException::kind)
        .isEqualTo(Kind.NOT_RUNNABLE);
  }

  @Test
  void aJarWithoutMainClassSaysSo() {
    Path classes = Compiled.in(directory, "class Main { void main() {} }");
    Path jar = Compiled.jar(classes, Map.of());
    assertFailure(
        failure(host.program().jar(jar)),
        Kind.NOT_RUNNABLE,
        jar + " names no main class: add Main-Class to its manifest, or give -cp and a class");
  }

  @Test
  void aMissingClassNamesTheClassPath() {
    assertFailure(
        failure(host.program().classPath(List.of(Path.of("nowhere"))).mainClass("a.Missing")),
        Kind.NOT_FOUND,
        "no class a.Missing on the class path [nowhere]");
  }

  @Test
  void aClassWithoutMainSaysHowToDeclareOne() {
    assertFailure(
        failureOf("public class Main { static void run() {} }"),
        Kind.NOT_RUNNABLE,
        "class Main cannot be started: it has no main method: declare 'public static void"
            + " main(String[] args)'");
  }

  @Test
  void aPrivateMainSaysSo() {
    assertFailure(
        failureOf("public class Main { private static void main(String[] a) {} }"),
        Kind.NOT_RUNNABLE,
        "class Main cannot be started: its main method is private: remove 'private'");
  }

  @Test
  void aMainThatReturnsAValueSaysSo() {
    assertFailure(
        failureOf("public class Main { public static int main(String[] a) { return 0; } }"),
        Kind.NOT_RUNNABLE,
        "class Main cannot be started: its main method returns a value: declare it void");
  }

  @Test
  void anInstanceMainNeedsAConstructor() {
    assertFailure(
        failureOf("public class Main { Main(int i) {} void main() {} }"),
        Kind.NOT_RUNNABLE,
        "class Main cannot be started: its main method is not static and it has no constructor"
            + " without arguments");
  }

  @Test
  void aClassForANewerJavaNamesBothVersions() throws Exception {
    Path classes = Compiled.in(directory, "public class Main { static void main() {} }");
    Path file = classes.resolve("Main.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = 71;
    Files.write(file, bytes);
    assertFailure(
        failure(host.program().classPath(List.of(classes)).mainClass("Main")),
        Kind.NOT_RUNNABLE,
        "class Main was compiled for Java 27, this JVM is Java 25: compile it with --release 25 or"
            + " run a newer JDK");
  }

  @Test
  void aTruncatedClassFileIsTheJvmsError() throws Exception {
    Path classes = Compiled.in(directory, "public class Main { static void main() {} }");
    Path file = classes.resolve("Main.class");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(failure(host.program().classPath(List.of(classes)).mainClass("Main")))
        .hasMessageStartingWith("class Main cannot be loaded: ")
        .extracting(ProgramException::kind)
        .isEqualTo(Kind.NOT_RUNNABLE);
  }

  @Test
  void aMissingSuperclassIsNamed() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            "public class Main extends Base { public static void main(String[] a) {} }",
            "class Base {}");
    Files.delete(classes.resolve("Base.class"));
    assertFailure(
        failure(host.program().classPath(List.of(classes)).mainClass("Main")),
        Kind.NOT_RUNNABLE,
        "class Main needs Base, which is not on the class path");
  }

  @Test
  void aMissingWorkingDirectoryIsNamed() {
    Path gone = directory.resolve("gone");
    ProgramException failure =
        catchThrowableOfType(
            ProgramException.class, () -> host.program().mainClass("Main").directory(gone).start());
    assertFailure(
        failure,
        Kind.NOT_FOUND,
        "working directory " + gone + " does not exist: create it or name another");
  }
}
