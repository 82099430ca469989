package dev.metaproc.rewriter.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A digest of everything that rewritten classes depend on. Of a jar it takes the directory: names,
 * sizes and checksums of its entries, which the JVM reads anyway; of a directory every class file.
 */
public final class CacheKey {
  private final MessageDigest digest;

  private CacheKey(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * The key of a class path, in order.
   *
   * @param options what else changes the result, such as the version of the rewriter
   * @throws IOException if an element cannot be read
   */
  public static String of(List<Path> classPath, String options) throws IOException {
    try {
      CacheKey key = new CacheKey(MessageDigest.getInstance("SHA-256"));
      key.add(options + " " + Runtime.version());
      for (Path element : classPath) {
        key.add(element);
      }
      return HexFormat.of().formatHex(key.digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void add(Path element) throws IOException {
    if (Files.isDirectory(element)) {
      addDirectory(element);
      return;
    }
    try (JarFile jar = new JarFile(element.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        add(entry.getName() + " " + entry.getSize() + " " + entry.getCrc());
      }
    }
    add("end of jar");
  }

  private void addDirectory(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".class")) {
          add(directory.relativize(file).toString());
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    add("end of directory");
  }
}
