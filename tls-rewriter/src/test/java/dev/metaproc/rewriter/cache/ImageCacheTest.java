package dev.metaproc.rewriter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final long LARGE = 1 << 20;

  @TempDir Path directory;

  private ImageCache open(String key) {
    return ImageCache.open(directory.resolve("cache"), key, LARGE);
  }

  @Test
  void whatWasSavedIsThereForTheNextHost() {
    ImageCache cache = open("a");
    assertThat(cache.get("p/C")).isNull();
    cache.put("p/C", new byte[] {1, 2, 3});
    cache.put("p/D", new byte[0]);
    assertThat(open("a").get("p/C")).isNull();
    cache.save();
    assertThat(open("a").get("p/C")).containsExactly(1, 2, 3);
    assertThat(open("a").get("p/D")).isEmpty();
    assertThat(open("b").get("p/C")).isNull();
  }

  @Test
  void aDamagedFileIsAnEmptyCacheThatIsWrittenAnew() throws IOException {
    ImageCache cache = open("a");
    cache.put("p/C", new byte[100]);
    cache.save();
    Path file = directory.resolve("cache/a.classes");
    byte[] whole = Files.readAllBytes(file);
    for (int length : List.of(0, 5, 12, whole.length / 2, whole.length - 1)) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(open("a").get("p/C")).as("cut to %s bytes", length).isNull();
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 4;
    Files.write(file, flipped);
    ImageCache next = open("a");
    assertThat(next.get("p/C")).isNull();
    next.put("p/C", new byte[] {9});
    next.save();
    assertThat(open("a").get("p/C")).containsExactly(9);
  }

  @Test
  void whatWasUsedLongestAgoIsDeletedFirst() throws IOException {
    for (String key : List.of("old", "middle", "new")) {
      ImageCache cache = ImageCache.open(directory, key, 2500);
      cache.put("p/C", new byte[1000]);
      cache.save();
      int age = List.of("new", "middle", "old").indexOf(key);
      Path file = directory.resolve(key + ".classes");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L - age * 1000L));
    }
    assertThat(ImageCache.open(directory, "old", 2500).get("p/C")).isNull();
    assertThat(ImageCache.open(directory, "middle", 2500).get("p/C")).isNotNull();
  }

  @Test
  void noTemporaryFilesAreLeft() throws IOException {
    ImageCache cache = open("a");
    cache.put("p/C", new byte[] {1});
    cache.save();
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("a.classes");
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNoError() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    ImageCache cache = ImageCache.open(file.resolve("below"), "a", LARGE);
    cache.put("p/C", new byte[] {1});
    cache.save();
    assertThat(cache.get("p/C")).containsExactly(1);
  }

  @Test
  void theKeyChangesWithEveryThingTheClassesDependOn() throws IOException {
    Path jar = jar("one.jar", "p/C.class", "x");
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(classes.resolve("D.class"), "d");
    String key = CacheKey.of(List.of(jar, classes), "1");
    assertThat(CacheKey.of(List.of(jar, classes), "1")).isEqualTo(key);
    assertThat(CacheKey.of(List.of(classes, jar), "1")).isNotEqualTo(key);
    assertThat(CacheKey.of(List.of(jar, classes), "2")).isNotEqualTo(key);
    Path same = jar("two.jar", "p/C.class", "x");
    assertThat(CacheKey.of(List.of(same, classes), "1")).isEqualTo(key);
    Files.writeString(classes.resolve("D.class"), "e");
    assertThat(CacheKey.of(List.of(jar, classes), "1")).isNotEqualTo(key);
    assertThat(CacheKey.of(List.of(jar("one.jar", "p/C.class", "y"), classes), "1"))
        .isNotEqualTo(CacheKey.of(List.of(same, classes), "1"));
  }

  private Path jar(String name, String entry, String content) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    return file;
  }
}
