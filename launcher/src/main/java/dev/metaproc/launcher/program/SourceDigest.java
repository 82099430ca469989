package dev.metaproc.launcher.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a compilation by what goes into it: the sources' text, the class path with the size and
 * time of its files, and the compiler's version.
 */
final class SourceDigest {
  private final MessageDigest digest;

  private SourceDigest(MessageDigest digest) {
    this.digest = digest;
  }

  static String of(List<Path> sources, List<Path> classPath) throws IOException {
    SourceDigest digest = new SourceDigest(sha256());
    digest.add(Runtime.version().toString());
    for (Path source : sources) {
      digest.add(source.toString());
      digest.add(Files.readAllBytes(source));
    }
    for (Path entry : classPath) {
      digest.addEntry(entry);
    }
    return HexFormat.of().formatHex(digest.digest.digest(), 0, 16);
  }

  private void addEntry(Path entry) throws IOException {
    add(entry.toString());
    if (Files.isDirectory(entry)) {
      for (Path file : Sources.below(entry, ".class")) {
        addFile(file);
      }
    } else if (Files.exists(entry)) {
      addFile(entry);
    }
  }

  private void addFile(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    add(file + " " + attributes.size() + " " + attributes.lastModifiedTime());
  }

  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The length first, so that two pieces are not taken for one. */
  private void add(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
