package dev.metaproc.isolation.jdk;

import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Relative names against a program's working directory. {@code absolute} makes a name absolute for
 * the JDK. {@code resolve} does so where the JDK would not find out itself, which it does on the
 * program's own threads ({@link NameHooks}): there names stay as they are, in messages for example.
 * {@code restore} gives a result the form of the name the program used.
 */
public final class Paths {
  private Paths() {}

  public static @Nullable String resolve(JdkState state, @Nullable String name) {
    return state.lifecycle().isCurrent() ? name : absolute(state, name);
  }

  public static File resolve(JdkState state, File file) {
    return state.lifecycle().isCurrent() ? file : absolute(state, file);
  }

  public static Path resolve(JdkState state, Path path) {
    return state.lifecycle().isCurrent() ? path : absolute(state, path);
  }

  /** An empty name stays empty: the JDK refuses it, or takes it for the directory itself. */
  public static @Nullable String absolute(JdkState state, @Nullable String name) {
    if (name == null || name.isEmpty() || new File(name).isAbsolute()) {
      return name;
    }
    return state.directoryPrefix() + name;
  }

  public static File absolute(JdkState state, File file) {
    if (file == null || file.isAbsolute()) {
      return file;
    }
    String name = file.getPath();
    return name.isEmpty() ? state.directory().toFile() : new File(state.directoryPrefix() + name);
  }

  public static Path absolute(JdkState state, Path path) {
    if (path == null
        || path.isAbsolute()
        || !path.getFileSystem().equals(FileSystems.getDefault())) {
      return path;
    }
    return state.directory().resolve(path);
  }

  public static @Nullable File restore(JdkState state, @Nullable File result, File given) {
    if (result == null || given == null || given.isAbsolute()) {
      return result;
    }
    File resolved = absolute(state, given);
    if (result.equals(resolved)) {
      return given;
    }
    return resolved.equals(result.getParentFile()) ? new File(given, result.getName()) : result;
  }

  public static @Nullable Path restore(JdkState state, @Nullable Path result, Path given) {
    if (result == null || given == null || given.isAbsolute()) {
      return result;
    }
    Path resolved = absolute(state, given);
    if (result.equals(resolved)) {
      return given;
    }
    return result.startsWith(resolved) ? given.resolve(resolved.relativize(result)) : result;
  }
}
