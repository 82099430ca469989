package dev.metaproc.launcher.program;

import java.nio.file.Path;
import java.util.Map;

/** Where compiled and rewritten programs are kept between runs. */
public final class Cache {
  private Cache() {}

  /** For classes that programs share, beside {@code directory}. */
  public static Path images(Path directory) {
    return directory.resolveSibling(directory.getFileName() + "-shared");
  }

  /** {@code METAPROC_CACHE}, or the user's cache directory, or else the temporary one. */
  public static Path directory(Map<String, String> environment) {
    String own = environment.getOrDefault("METAPROC_CACHE", "");
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    if (!shared.isEmpty()) {
      return Path.of(shared, "metaproc", "classes");
    }
    return home.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir"), "metaproc-classes")
        : Path.of(home, ".cache", "metaproc", "classes");
  }
}
