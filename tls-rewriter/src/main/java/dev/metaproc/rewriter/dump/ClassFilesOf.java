package dev.metaproc.rewriter.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Reads all class files of a class path, by internal name. */
final class ClassFilesOf {
  private static final String SUFFIX = ".class";

  private ClassFilesOf() {}

  static Map<String, byte[]> read(List<Path> classPath) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (Path element : classPath) {
      if (Files.isDirectory(element)) {
        readDirectory(element, classes);
      } else {
        readJar(element, classes);
      }
    }
    return classes;
  }

  private static void readDirectory(Path directory, Map<String, byte[]> classes)
      throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = directory.relativize(file).toString();
        if (isClass(name)) {
          classes.putIfAbsent(withoutSuffix(name), Files.readAllBytes(file));
        }
      }
    }
  }

  private static void readJar(Path jar, Map<String, byte[]> classes) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.versionedStream()::iterator) {
        if (isClass(entry.getName())) {
          try (InputStream in = file.getInputStream(entry)) {
            classes.putIfAbsent(withoutSuffix(entry.getName()), in.readAllBytes());
          }
        }
      }
    }
  }

  private static boolean isClass(String name) {
    return name.endsWith(SUFFIX) && !name.endsWith("-info.class") && !name.startsWith("META-INF/");
  }

  private static String withoutSuffix(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
