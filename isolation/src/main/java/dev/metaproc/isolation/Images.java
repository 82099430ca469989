package dev.metaproc.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The images a host has open, so that a second program from the same class path reads and rewrites
 * nothing. A class path that changed on disk is opened anew; the programs that run from the old
 * image keep it. Thread-safe.
 */
final class Images implements AutoCloseable {
  private final Map<List<Path>, Known> known = new HashMap<>();
  private final List<Image> all = new ArrayList<>();

  private record Known(Image image, long stamp) {}

  synchronized Image open(List<Path> classPath) throws ProgramException {
    Known last = known.get(classPath);
    long stamp = stamp(classPath);
    if (last != null && last.stamp == stamp) {
      return last.image;
    }
    Image image = Image.open(classPath);
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
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(Images::stampOfFile).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long stampOfFile(Path file) {
    try {
      long modified = Files.getLastModifiedTime(file).toMillis();
      return (modified * 31 + Files.size(file)) * 31 + file.hashCode();
    } catch (IOException e) {
      return 0; // removed while we looked
    }
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
