package dev.metaproc.isolation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** One element of a class path: a jar or a directory of classes. Thread-safe. */
sealed interface ClassPathEntry extends AutoCloseable {
  /** The file or directory. */
  Path path();

  /** The bytes of a resource, or null if this entry has none of that name. */
  byte @Nullable [] read(String name) throws IOException;

  /** Whether this entry has a resource of that name. */
  boolean has(String name);

  /** A URL of a resource, or null if this entry has none of that name. */
  @Nullable URL find(String name);

  /** Binary names of the classes here. */
  List<String> classNames() throws IOException;

  @Nullable Manifest manifest() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Opens what is at {@code path}.
   *
   * @throws ProgramException if it is a file that is no jar
   */
  static ClassPathEntry open(Path path) throws ProgramException {
    if (Files.isDirectory(path)) {
      return new Directory(path);
    }
    try {
      return new Jar(path, new JarFile(path.toFile(), true, ZipFile.OPEN_READ, Runtime.version()));
    } catch (IOException e) {
      throw ProgramException.notRunnable(
          path + " is not a readable jar (" + e.getMessage() + "): rebuild it or copy it again", e);
    }
  }

  /** A directory; not indexed, since a running program may add to it. */
  record Directory(Path path) implements ClassPathEntry {
    @Override
    public byte @Nullable [] read(String name) throws IOException {
      Path file = path.resolve(name);
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    @Override
    public boolean has(String name) {
      return !name.startsWith("/") && new File(path.toFile(), name).exists();
    }

    @Override
    public @Nullable URL find(String name) {
      return has(name) ? url(null, new File(path.toFile(), name).toURI().toString()) : null;
    }

    @Override
    public List<String> classNames() throws IOException {
      List<Path> files = new ArrayList<>();
      FileTree.visit(path, files::add);
      return files.stream()
          .map(file -> path.relativize(file).toString().replace(File.separatorChar, '/'))
          .mapMulti(ClassPathEntry::className)
          .toList();
    }

    @Override
    public @Nullable Manifest manifest() throws IOException {
      Path file = path.resolve(JarFile.MANIFEST_NAME);
      if (!Files.isRegularFile(file)) {
        return null;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new Manifest(in);
      }
    }

    @Override
    public void close() {}
  }

  /** A jar, read as the running Java version would (multi-release). */
  record Jar(Path path, JarFile jar) implements ClassPathEntry {
    @Override
    public byte @Nullable [] read(String name) throws IOException {
      JarEntry entry = jar.getJarEntry(name);
      if (entry == null || entry.isDirectory()) {
        return null;
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }

    /** From its kind all others take their handler: a program may have set one of its own. */
    private static final URL KIND = url(null, "jar:file:/!/");

    @Override
    public boolean has(String name) {
      return jar.getJarEntry(name) != null;
    }

    @Override
    public @Nullable URL find(String name) {
      JarEntry entry = jar.getJarEntry(name);
      if (entry == null) {
        return null;
      }
      return url(
          KIND, "jar:file:" + path.toUri().getRawPath() + "!" + quoted("/" + entry.getRealName()));
    }

    @Override
    public List<String> classNames() {
      return jar.versionedStream()
          .map(JarEntry::getName)
          .mapMulti(ClassPathEntry::className)
          .toList();
    }

    @Override
    public @Nullable Manifest manifest() throws IOException {
      return jar.getManifest();
    }

    @Override
    public void close() throws IOException {
      jar.close();
    }

    private static String quoted(String path) {
      try {
        return new URI(null, null, path, null).getRawPath();
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  private static void className(String resource, Consumer<String> into) {
    if (resource.endsWith(".class") && !resource.startsWith("META-INF/")) {
      into.accept(resource.substring(0, resource.length() - ".class".length()).replace('/', '.'));
    }
  }

  @SuppressWarnings("deprecation") // nothing else takes over a handler
  private static URL url(@Nullable URL kind, String text) {
    try {
      return new URL(kind, text);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
