package dev.metaproc.isolation;

import dev.metaproc.rewriter.cache.CacheKey;
import dev.metaproc.rewriter.cache.ImageCache;
import dev.metaproc.rewriter.statics.StaticsRewriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been made of the classes of an image in earlier hosts, too: the verdict, rewritten class
 * files and holders, by binary name. A class path with directories is not kept, since their class
 * files can change while a program runs.
 */
final class RewrittenCache {
  private static final long LIMIT = 512L << 20;
  private static final byte[] ABSENT = {};

  /** No binary name begins with a dot. */
  private static final String VETO = ".veto";

  private final @Nullable ImageCache cache;

  private RewrittenCache(@Nullable ImageCache cache) {
    this.cache = cache;
  }

  /**
   * The cache for a class path.
   *
   * @param directory of all images, or null to keep nothing
   */
  static RewrittenCache open(@Nullable Path directory, List<Path> classPath, ApiSurface api) {
    if (directory == null || !classPath.stream().allMatch(Files::isRegularFile)) {
      return new RewrittenCache(null);
    }
    try {
      List<Path> inputs = new ArrayList<>(classPath);
      inputs.add(rewriter());
      String key = CacheKey.of(inputs, api.toString());
      return new RewrittenCache(ImageCache.open(directory, key, LIMIT));
    } catch (IOException | URISyntaxException e) {
      return new RewrittenCache(null); // it would only have saved time
    }
  }

  /** The rewriter's own classes: another version makes other class files. */
  private static Path rewriter() throws URISyntaxException {
    return Path.of(
        StaticsRewriter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /**
   * The class file of that binary name; null if there is none.
   *
   * @param make makes it if it is not here yet
   */
  byte @Nullable [] get(String name, Making make) throws IOException {
    if (cache == null) {
      return make.make();
    }
    byte[] known = cache.get(name);
    if (known == null) {
      byte[] made = make.make();
      known = made == null ? ABSENT : made;
      cache.put(name, known);
    }
    return known.length == 0 ? null : known;
  }

  /** Makes a class file, or null. */
  interface Making {
    byte @Nullable [] make() throws IOException;
  }

  boolean hasVeto() {
    return cache != null && cache.get(VETO) != null;
  }

  /** Why the image cannot be shared; the empty string if it can. */
  String veto(Supplier<String> find) {
    byte[] known = cache == null ? null : cache.get(VETO);
    if (known != null) {
      return new String(known, StandardCharsets.UTF_8);
    }
    String found = find.get();
    Optional.ofNullable(cache)
        .ifPresent(to -> to.put(VETO, found.getBytes(StandardCharsets.UTF_8)));
    return found;
  }

  /** Writes what is new to disk. */
  void save() {
    if (cache != null) {
      cache.save();
    }
  }
}
