package dev.metaproc.rewriter.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Modules of the JDK as images: every class is rewritten and checked; those that a loader of ours
 * may define are linked by the JVM.
 */
class StaticsOfJdkTest {
  private static final FileSystem JRT = FileSystems.getFileSystem(URI.create("jrt:/"));

  @Test
  void everyClassOfTheCompilerLinks() throws Exception {
    RewrittenImage image = RewrittenImage.redirected(classes("jdk.compiler"));
    image.link();
    assertThat(image.problems()).isEmpty();
    assertThat(image.changed()).isGreaterThan(100);
  }

  @Test
  @EnabledIfSystemProperty(named = "corpus", matches = ".+") // slow
  void everyClassOfTheBaseModuleVerifies() throws Exception {
    RewrittenImage image = RewrittenImage.redirected(classes("java.base"));
    assertThat(image.problems()).isEmpty();
    assertThat(image.changed()).isGreaterThan(1000);
  }

  private static Map<String, byte[]> classes(String module) throws Exception {
    Map<String, byte[]> classes = new TreeMap<>();
    Path root = JRT.getPath("modules", module);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString();
        if (!name.equals("module-info.class")) {
          classes.put(name.substring(0, name.length() - 6), Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }
}
