package dev.metaproc.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Programs under test: compiled from source to real class files and jars. */
final class Programs {
  private Programs() {}

  /** Compiles {@code source} of class {@code name} into {@code directory}. */
  static Path compile(Path directory, String name, String source, String... options)
      throws IOException {
    Path sources =
        Files.createDirectories(directory.resolveSibling(directory.getFileName() + ".src"));
    Path file = Files.writeString(sources.resolve(name + ".java"), source);
    List<String> words = new ArrayList<>(List.of("-d", directory.toString(), file.toString()));
    words.addAll(0, List.of(options));
    int code =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(new String[0]));
    if (code != 0) {
      throw new AssertionError(name + " does not compile");
    }
    return directory;
  }

  static Path jar(Path jar, Path classes, String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }

  /** Makes a class file look as if it came from a newer JDK. */
  static void patchMajorVersion(Path classFile, int major) throws IOException {
    byte[] bytes = Files.readAllBytes(classFile);
    bytes[6] = (byte) (major >> 8);
    bytes[7] = (byte) major;
    Files.write(classFile, bytes);
  }
}
