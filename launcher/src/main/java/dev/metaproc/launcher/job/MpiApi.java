package dev.metaproc.launcher.job;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the classes are that programs compile against: an entry of the host's own class path. */
final class MpiApi {
  private MpiApi() {}

  static List<Path> classPath() {
    String own = System.getProperty("java.class.path", "");
    return Stream.of(own.split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(MpiApi::isMpi)
        .toList();
  }

  private static boolean isMpi(Path entry) {
    return Files.isDirectory(entry.resolve("mpi")) || entry.endsWith("mpi-lite.jar");
  }
}
