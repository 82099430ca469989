package dev.metaproc.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The images a host has open, so that a second program from the same class path reads and rewrites
 * nothing. A class path that changed on disk is opened anew; the programs that run from the old
 * image keep it. Thread-safe.
 */
final class Images implements AutoCloseable {
  private final Map<List<Path>, Known> known = new HashMap<>();
  private final List<Image> all = new ArrayList<>();
  private final @Nullable Path cache;

  private record Known(Image image, long stamp) {}

  /**
   * None yet.
   *
   * @param cache directory that keeps what is made of classes for later hosts, or null
   */
  Images(@Nullable Path cache) {
    this.cache = cache;
  }

  synchronized Image open(List<Path> classPath) {
    Known last = known.get(classPath);
    long stamp = stamp(classPath);
    if (last != null && last.stamp == stamp) {
      return last.image;
    }
    if (last != null) {
      last.image.retire();
    }
    Image image = Image.open(classPath, cache);
    all.add(image);
    known.put(classPath, new Known(image, stamp));
    return image;
  }

  /** Changes whenever a file of the class path is added, removed or written. */
  private static long stamp(List<Path> classPath) {
    long stamp = 0;
    for (Path path : classPath) {
      if (Files.exists(path)) {
        stamp = stamp * 31 + stampOf(path);
      }
    }
    return stamp;
  }

  private static long stampOf(Path path) {
    LongAdder sum = new LongAdder();
    FileTree.visit(path, file -> sum.add(stampOfFile(file)));
    return sum.sum();
  }

  private static long stampOfFile(Path file) {
    try {
      long modified = Files.getLastModifiedTime(file).toMillis();
      return (modified * 31 + Files.size(file)) * 31 + file.hashCode();
    } catch (IOException e) {
      return 0; // removed while we looked
    }
  }

  /** Whether {@link #save} keeps anything. */
  boolean areKept() {
    return cache != null;
  }

  /** Keeps what has been made of classes for later hosts. */
  void save() {
    List<Image> open;
    synchronized (this) {
      open = List.copyOf(all);
    }
    open.forEach(Image::save);
  }

  @Override
  public synchronized void close() {
    for (Image image : all) {
      try {
        image.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    all.clear();
    known.clear();
  }
}
