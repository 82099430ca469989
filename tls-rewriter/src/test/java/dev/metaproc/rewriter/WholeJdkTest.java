package dev.metaproc.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Every class of some modules of the JDK goes through the rewriter; what comes out must verify. */
class WholeJdkTest {
  private static final FileSystem JRT = FileSystems.getFileSystem(URI.create("jrt:/"));
  private final Rewriter rewriter = new Rewriter(Redirections.jdk());

  @ParameterizedTest
  @ValueSource(strings = {"java.base", "java.logging", "jdk.compiler", "jdk.jartool", "jdk.jlink"})
  void everyRewrittenClassVerifies(String module) throws Exception {
    AtomicInteger changed = new AtomicInteger();
    for (Path file : classes(module)) {
      byte[] original = Files.readAllBytes(file);
      byte[] rewritten = rewriter.rewrite(original);
      if (!Arrays.equals(rewritten, original)) {
        changed.incrementAndGet();
        assertThat(problems(rewritten)).as(file.toString()).isEmpty();
        assertThat(rewriter.rewrite(original)).as("deterministic: %s", file).isEqualTo(rewritten);
      }
    }
    assertThat(changed).as("classes with a row in %s", module).hasPositiveValue();
  }

  private static List<Path> classes(String module) throws Exception {
    try (Stream<Path> files = Files.walk(JRT.getPath("modules", module))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .toList();
    }
  }

  /** The verifier's complaint, or the empty string. */
  private static String problems(byte[] classFile) {
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(classFile),
        ClassLoader.getPlatformClassLoader(),
        false,
        new PrintWriter(problems));
    return problems.toString();
  }
}
