package dev.metaproc.launcher.javaline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.launcher.javaline.AssertionSwitch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaLineParserTest {
  @TempDir Path dir;

  private JavaLine parse(String... words) {
    return JavaLineParser.parse(List.of(words), dir, "mpiexec");
  }

  private void rejected(String message, String... words) {
    assertThatThrownBy(() -> parse(words)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cp", "-classpath", "--class-path"})
  void theClassPathHasThreeNames(String option) {
    assertThat(parse(option, "a:b", "Main").options().classPath()).isEqualTo("a:b");
  }

  @Test
  void theClassPathMayBeAttached() {
    assertThat(parse("--class-path=a", "Main").options().classPath()).isEqualTo("a");
    assertThat(parse("Main").options().classPath()).isNull();
  }

  @Test
  void propertiesHaveValuesOrNone() {
    assertThat(parse("-Da=1", "-Db", "-Dc=x=y", "Main").options().properties())
        .isEqualTo(Map.of("a", "1", "b", "", "c", "x=y"));
  }

  @Test
  void assertionsAreSwitchedInOrder() {
    assertThat(
            parse("-ea", "-da:p...", "-enableassertions:p.C", "-esa", "-ea:...", "Main")
                .options()
                .assertions())
        .containsExactly(
            new AssertionSwitch(true, Scope.ALL, ""),
            new AssertionSwitch(false, Scope.PACKAGE, "p"),
            new AssertionSwitch(true, Scope.CLASS, "p.C"),
            new AssertionSwitch(true, Scope.SYSTEM, ""),
            new AssertionSwitch(true, Scope.PACKAGE, ""));
    assertThat(parse("-dsa", "-disableassertions", "Main").options().assertions())
        .containsExactly(
            new AssertionSwitch(false, Scope.SYSTEM, ""),
            new AssertionSwitch(false, Scope.ALL, ""));
  }

  @ParameterizedTest
  @CsvSource({"100,100", "4k,4096", "2M,2097152", "1g,1073741824"})
  void theStackSizeHasAUnit(String text, long bytes) {
    assertThat(parse("-Xss" + text, "Main").options().stackSize()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "big", "-1", "4x"})
  void theStackSizeIsANumber(String text) {
    rejected(
        "java option '-Xss" + text + "': a size is a number and k, m or g (for example -Xss4m)",
        "-Xss" + text,
        "Main");
  }

  @Test
  void packagesAreOpenedInBothForms() {
    JavaOptions options =
        parse(
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "Main")
            .options();
    assertThat(options.addOpens()).containsExactly("java.base/java.lang", "java.base/java.util");
    assertThat(options.addExports()).containsExactly("java.base/sun.nio.ch");
  }

  @Test
  void anOpenedPackageNamesItsModule() {
    rejected(
        "java option '--add-opens=java.lang' is refused: 'java.lang' must be"
            + " module/package=ALL-UNNAMED",
        "--add-opens=java.lang",
        "Main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx1g",
        "-Xms1m",
        "-Xmn2m",
        "-XX:+UseSerialGC",
        "-XX:MaxRAM=1g",
        "-Xshare:off",
        "-Xint",
        "-Xcomp",
        "-Xlog:gc",
        "-verbose:gc",
        "-verbose",
        "-showversion",
        "--sun-misc-unsafe-memory-access=allow",
        "--illegal-native-access=allow",
        "--add-modules=java.sql"
      })
  void whatBelongsToTheJvmIsIgnored(String option) {
    JavaLine line = parse(option, "Main", "x");
    assertThat(line.options().ignored())
        .containsExactly(option.replace("--add-modules=", "--add-modules "));
    assertThat(line.target()).isEqualTo(new Target.Word("Main"));
  }

  @Test
  void anIgnoredValueIsNotTheProgram() {
    JavaLine line = parse("--add-reads", "a=b", "Main");
    assertThat(line.options().ignored()).containsExactly("--add-reads a=b");
    assertThat(line.target()).isEqualTo(new Target.Word("Main"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-server", "-client", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED"})
  void whatEveryHostIsLikeIsNotIgnored(String option) {
    assertThat(parse(option, "Main").options().ignored()).isEmpty();
  }

  @Test
  void aJvmIsToldOfItsOptionsAsItSpellsThem() {
    JavaLine line =
        parse("-server", "-Da", "-cp", "x", "-p", "mods", "-ea:b...", "-Xmx1g", "-m", "m/q.Main");
    assertThat(line.options().written())
        .containsExactly("-Da", "--module-path=mods", "-ea:b...", "-Xmx1g", "-Djdk.module.main=m");
  }

  @Test
  void aHeapSizeIsANumberAndAUnit() {
    assertThatThrownBy(() -> parse("-Xms1q", "Main"))
        .hasMessage("java option '-Xms1q': a size is a number and k, m or g (for example -Xms4m)");
  }

  @Test
  void aModuleEndsTheOptions() {
    JavaLine line =
        parse("-p", "mods:lib", "--add-modules", "a,java.sql", "-m", "app/app.Main", "-x");
    assertThat(line.target()).isEqualTo(new Target.Module("app", "app.Main"));
    assertThat(line.options().modulePath()).isEqualTo("mods:lib");
    assertThat(line.options().addModules()).containsExactly("a");
    assertThat(line.arguments()).containsExactly("-x");
    assertThat(parse("--module-path=mods", "--module=app").target())
        .isEqualTo(new Target.Module("app", null));
    rejected("java option '-m' needs a module after it", "-p", "mods", "-m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--upgrade-module-path", "--patch-module"})
  void modulesOfTheJdkAreNotReplaced(String option) {
    rejected(
        "java option '"
            + option
            + "' is refused: the modules of the JDK belong to every program of the JVM (bin/java"
            + " gives it one of its own)",
        option,
        "x",
        "Main");
  }

  @Test
  void anAgentMayHaveOptions() {
    assertThat(parse("-javaagent:a.jar", "-javaagent:b/c.jar=x=y,z", "Main").options().agents())
        .containsExactly(
            new JavaOptions.Agent("a.jar", null), new JavaOptions.Agent("b/c.jar", "x=y,z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-agentlib:jdwp", "-agentpath:/x"})
  void nativeAgentsAreRefused(String option) {
    rejected(
        "java option '"
            + option
            + "' is refused: a native agent sees every program of the JVM (to load it all the same,"
            + " set METAPROC_JVM_OPTIONS)",
        option,
        "Main");
  }

  @Test
  void settingsOfTheWholeJvmSayWhereTheyGo() {
    rejected(
        "java option '--enable-preview' is refused: it is a setting of the whole JVM (set"
            + " METAPROC_JVM_OPTIONS=--enable-preview)",
        "--enable-preview",
        "Main");
    rejected(
        "java option '--add-modules' is refused: this JVM was started without module jdk.nix (set"
            + " METAPROC_JVM_OPTIONS=--add-modules=jdk.nix)",
        "--add-modules",
        "jdk.nix",
        "Main");
    rejected(
        "java option '-Xbootclasspath/a:x' is refused: the boot class path belongs to every program"
            + " (use -cp)",
        "-Xbootclasspath/a:x",
        "Main");
  }

  @Test
  void unknownOptionsAreRefused() {
    rejected(
        "java option '-n' is refused: mpiexec does not know it (options of mpiexec go before"
            + " 'java')",
        "-n",
        "4",
        "Main");
  }

  @Test
  void aMissingValueIsSaid() {
    rejected("java option '-cp' needs a value after it", "-cp");
    rejected("java option '-jar' needs a jar file after it", "-jar");
  }

  @Test
  void anArgumentFileStandsForItsWords() throws IOException {
    Files.writeString(
        dir.resolve("args"),
        """
        # comment
        -Dname="two words" -Dpath='C:\\\\x'
        -cp lib/\\
           a.jar Main one#1
        """);
    JavaLine line = parse("@args", "@two");
    assertThat(line.options().properties()).isEqualTo(Map.of("name", "two words", "path", "C:\\x"));
    assertThat(line.options().classPath()).isEqualTo("lib/a.jar");
    assertThat(line.arguments()).containsExactly("one#1", "@two");
  }

  @Test
  void anArgumentFileMustBeThere() {
    rejected(
        "argument file @" + dir.resolve("nix") + " cannot be read (no such file)", "@nix", "Main");
  }

  @Test
  void wildcardsAreJars() throws IOException {
    Path lib = Files.createDirectory(dir.resolve("lib"));
    Files.createFile(lib.resolve("b.jar"));
    Files.createFile(lib.resolve("a.JAR"));
    Files.createFile(lib.resolve("c.txt"));
    assertThat(ClassPaths.entries("classes:lib/*::/abs", dir))
        .containsExactly(
            dir.resolve("classes"),
            lib.resolve("a.JAR"),
            lib.resolve("b.jar"),
            dir.resolve(""),
            Path.of("/abs"));
    assertThat(ClassPaths.entries(".", dir)).containsExactly(dir);
    assertThat(ClassPaths.entries("*", lib)).hasSize(2);
    assertThat(ClassPaths.entries("nix/*", dir)).isEmpty();
  }
}
