package dev.metaproc.rewriter.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has been made of one image, in one file: byte strings by name.
 *
 * <p>The key says everything the contents depend on, so that an entry never has to be invalidated:
 * a changed jar or rewriter has another key. A file is replaced as a whole by an atomic rename and
 * carries a checksum, so a crash, a full disk or another host at the same time costs entries and
 * never gives wrong ones. Failing to read or write is no error: the cache is then empty, or stays
 * as it was.
 *
 * <p>Thread-safe.
 */
public final class ImageCache {
  private static final String SUFFIX = ".classes";

  private final Path file;
  private final long limit;
  private final Map<String, byte[]> entries = new ConcurrentHashMap<>();
  private volatile boolean changed;

  private ImageCache(Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * The cache of one image.
   *
   * @param directory where all images have theirs; made when something is kept
   * @param key a file name's worth of letters and digits, from {@link CacheKey}
   * @param limit bytes that all files of the directory may take together; what was used longest ago
   *     goes first
   */
  public static ImageCache open(Path directory, String key, long limit) {
    ImageCache cache = new ImageCache(directory.resolve(key + SUFFIX), limit);
    try {
      cache.entries.putAll(CacheFile.read(cache.file));
      Files.setLastModifiedTime(cache.file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      cache.entries.clear(); // none yet, or damaged
    }
    return cache;
  }

  /** The directory for this user: {@code $XDG_CACHE_HOME/metaproc} or {@code ~/.cache/metaproc}. */
  public static Path userDirectory() {
    String base = System.getenv("XDG_CACHE_HOME");
    return base == null || base.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "metaproc")
        : Path.of(base, "metaproc");
  }

  /** What was kept under that name; must not be changed. */
  public byte @Nullable [] get(String name) {
    return entries.get(name);
  }

  /** Keeps bytes, which must not be changed, under a name; on disk after {@link #save}. */
  public void put(String name, byte[] bytes) {
    entries.put(name, bytes);
    changed = true;
  }

  /** Writes what is new. */
  public synchronized void save() {
    if (!changed) {
      return;
    }
    changed = false;
    try {
      Files.createDirectories(file.getParent());
      CacheFile.write(file, Map.copyOf(entries));
      deleteOldest();
    } catch (IOException e) {
      changed = true; // a full disk, say: the next save tries again
    }
  }

  private void deleteOldest() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(file.getParent())) {
      all.filter(path -> path.toString().endsWith(SUFFIX)).forEach(files::add);
    }
    files.sort(Comparator.comparingLong(ImageCache::lastUsed).reversed());
    long total = 0;
    for (Path path : files) {
      total += Files.size(path);
      if (total > limit && !path.equals(file)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static long lastUsed(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0; // another host deleted it
    }
  }
}
