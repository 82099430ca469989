package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Compiles the source of a program under test to a directory of classes. */
final class Compiled {
  private static final Pattern NAME =
      Pattern.compile("(?:class|interface|enum|record) ([A-Z][a-z]+)");

  private Compiled() {}

  /**
   * Compiles files named after the first type each source declares; returns the class directory.
   */
  static Path in(Path directory, String... sources) {
    Path classes = directory.resolve("classes");
    List<String> arguments =
        new ArrayList<>(List.of("-d", classes.toString(), "-nowarn", "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    try {
      Files.createDirectories(classes);
      for (String source : sources) {
        Matcher matcher = NAME.matcher(source);
        assertThat(matcher.find()).as("a type in %s", source).isTrue();
        Path file = directory.resolve(matcher.group(1) + ".java");
        Files.writeString(file, source);
        arguments.add(file.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failed).as("javac").isZero();
    return classes;
  }

  /** Packs a class directory into a jar with these main attributes. */
  static Path jar(Path classes, Map<String, String> attributes) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
    Path jar = classes.resolveSibling("program.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        packed.write(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
