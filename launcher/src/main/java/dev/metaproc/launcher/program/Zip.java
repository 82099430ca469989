package dev.metaproc.launcher.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** Tells a jar from a file that only looks like one. */
final class Zip {
  private Zip() {}

  static boolean isZip(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
