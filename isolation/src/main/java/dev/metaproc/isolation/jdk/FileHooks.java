package dev.metaproc.isolation.jdk;

import java.io.File;
import java.io.FileFilter;
import java.io.FilenameFilter;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDK's ways to list a directory: what they find is named as the directory was. */
@SuppressWarnings("StreamResourceLeak") // the streams are handed to the program, which closes them
public final class FileHooks {
  private FileHooks() {}

  public static String @Nullable [] list(
      JdkState state, File directory, @Nullable FilenameFilter filter) {
    String[] names = Paths.resolve(state, directory).list();
    if (names == null || filter == null) {
      return names;
    }
    List<String> accepted = new ArrayList<>();
    for (String name : names) {
      if (filter.accept(directory, name)) {
        accepted.add(name);
      }
    }
    return accepted.toArray(String[]::new);
  }

  public static File @Nullable [] listFiles(JdkState state, File directory) {
    return files(state, directory, file -> true);
  }

  public static File @Nullable [] listFiles(
      JdkState state, File directory, @Nullable FilenameFilter filter) {
    return files(
        state, directory, file -> filter == null || filter.accept(directory, file.getName()));
  }

  public static File @Nullable [] listFiles(
      JdkState state, File directory, @Nullable FileFilter filter) {
    return files(state, directory, file -> filter == null || filter.accept(file));
  }

  private static File @Nullable [] files(JdkState state, File directory, Predicate<File> accepts) {
    String[] names = Paths.resolve(state, directory).list();
    if (names == null) {
      return null;
    }
    List<File> found = new ArrayList<>();
    for (String name : names) {
      File file =
          directory.getPath().isEmpty() ? new File(name) : new File(directory.getPath(), name);
      if (accepts.test(file)) {
        found.add(file);
      }
    }
    return found.toArray(File[]::new);
  }

  public static DirectoryStream<Path> newDirectoryStream(JdkState state, Path directory)
      throws IOException {
    return restored(state, directory, Files.newDirectoryStream(Paths.resolve(state, directory)));
  }

  public static DirectoryStream<Path> newDirectoryStream(
      JdkState state, Path directory, String glob) throws IOException {
    return restored(
        state, directory, Files.newDirectoryStream(Paths.resolve(state, directory), glob));
  }

  public static DirectoryStream<Path> newDirectoryStream(
      JdkState state, Path directory, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    return restored(
        state,
        directory,
        Files.newDirectoryStream(
            Paths.resolve(state, directory),
            entry -> filter.accept(restored(state, entry, directory))));
  }

  public static Stream<Path> list(JdkState state, Path directory) throws IOException {
    return Files.list(Paths.resolve(state, directory)).map(p -> restored(state, p, directory));
  }

  public static Stream<Path> walk(JdkState state, Path start, FileVisitOption... options)
      throws IOException {
    return walk(state, start, Integer.MAX_VALUE, options);
  }

  public static Stream<Path> walk(JdkState state, Path start, int depth, FileVisitOption... options)
      throws IOException {
    return Files.walk(Paths.resolve(state, start), depth, options)
        .map(p -> restored(state, p, start));
  }

  public static Stream<Path> find(
      JdkState state,
      Path start,
      int depth,
      BiPredicate<Path, BasicFileAttributes> matcher,
      FileVisitOption... options)
      throws IOException {
    return Files.find(
            Paths.resolve(state, start),
            depth,
            (p, attributes) -> matcher.test(restored(state, p, start), attributes),
            options)
        .map(p -> restored(state, p, start));
  }

  public static Path walkFileTree(JdkState state, Path start, FileVisitor<? super Path> visitor)
      throws IOException {
    Files.walkFileTree(Paths.resolve(state, start), new RestoringVisitor(state, start, visitor));
    return start;
  }

  public static Path walkFileTree(
      JdkState state,
      Path start,
      Set<FileVisitOption> options,
      int depth,
      FileVisitor<? super Path> visitor)
      throws IOException {
    Files.walkFileTree(
        Paths.resolve(state, start), options, depth, new RestoringVisitor(state, start, visitor));
    return start;
  }

  private static Path restored(JdkState state, Path result, Path given) {
    Path path = Paths.restore(state, result, given);
    return path == null ? result : path;
  }

  private static DirectoryStream<Path> restored(
      JdkState state, Path given, DirectoryStream<Path> stream) {
    return given.isAbsolute() || state.lifecycle().isCurrent()
        ? stream
        : new RestoringStream(state, given, stream);
  }

  private record RestoringStream(JdkState state, Path given, DirectoryStream<Path> stream)
      implements DirectoryStream<Path> {
    @Override
    public Iterator<Path> iterator() throws DirectoryIteratorException {
      Iterator<Path> entries = stream.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Path next() {
          return restored(state, entries.next(), given);
        }
      };
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  private record RestoringVisitor(JdkState state, Path start, FileVisitor<? super Path> visitor)
      implements FileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      return visitor.preVisitDirectory(restored(state, directory, start), attributes);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      return visitor.visitFile(restored(state, file, start), attributes);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return visitor.visitFileFailed(restored(state, file, start), failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      return visitor.postVisitDirectory(restored(state, directory, start), failure);
    }
  }
}
