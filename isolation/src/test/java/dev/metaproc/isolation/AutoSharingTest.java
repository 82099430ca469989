package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From which run on a class path is shared, and what hosts leave to each other for it. */
class AutoSharingTest {
  private static final String FIRST = "nothing else has run from its class path yet";

  @TempDir Path directory;
  private Path jar;
  private Path cache;

  @BeforeEach
  void makeJar() throws Exception {
    jar = directory.resolve("main.jar");
    cache = directory.resolve("cache");
    write("first");
  }

  private void write(String version) throws Exception {
    Path sources = Files.createTempDirectory(directory, "classes");
    Path classes =
        Compiled.in(
            sources,
            """
            class Main {
              static int n;
              static final String VERSION = "%s";
              public static void main(String[] arguments) {
                System.out.println(n = n + 1);
              }
            }
            """
                .formatted(version));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("Main.class"));
      Files.copy(classes.resolve("Main.class"), entries);
    }
  }

  private Program run(MetaProcess host) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program program =
        host.program()
            .classPath(List.of(jar))
            .mainClass("Main")
            .isolation(Isolation.AUTO)
            .output(out)
            .error(out)
            .start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1\n");
    return program;
  }

  private List<Path> kept() throws IOException {
    if (Files.notExists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  @Test
  void aClassPathIsSharedFromItsSecondRunOn() throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      Program first = run(host);
      assertThat(first.isolation()).isEqualTo(Isolation.LOADER);
      assertThat(first.isolationReason()).isEqualTo(FIRST);
      for (int i = 0; i < 3; i++) {
        Program next = run(host);
        assertThat(next.isolation()).isEqualTo(Isolation.SHARED);
        assertThat(next.isolationReason()).isEmpty();
      }
    }
  }

  @Test
  void aLaterHostSharesAtOnce() throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      run(host);
      run(host);
    }
    assertThat(kept()).hasSize(1);
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      assertThat(run(host).isolation()).isEqualTo(Isolation.SHARED);
    }
  }

  @Test
  void whatOneRunHasLoadedIsMadeReadyForTheNext() throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      run(host);
      Awaitility.await().until(() -> !kept().isEmpty());
    }
  }

  @Test
  void aJarThatHasChangedIsAnother() throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      run(host);
      run(host);
      write("another");
      assertThat(run(host).isolationReason()).isEqualTo(FIRST);
    }
    write("third");
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      assertThat(run(host).isolationReason()).isEqualTo(FIRST);
    }
  }

  @Test
  void aDamagedCacheIsAsGoodAsNone() throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      run(host);
      run(host);
    }
    byte[] bytes = Files.readAllBytes(kept().getFirst());
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept().getFirst(), bytes);
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), cache)) {
      assertThat(run(host).isolationReason()).isEqualTo(FIRST);
      assertThat(run(host).isolation()).isEqualTo(Isolation.SHARED);
    }
  }
}
