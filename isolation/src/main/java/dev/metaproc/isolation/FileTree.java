package dev.metaproc.isolation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What lies below a directory of a class path. What cannot be read, or goes while one looks, is
 * passed over: a JVM would not have looked at it. So are directories that can be no package, such
 * as {@code .git} and {@code .m2} in a home directory.
 */
final class FileTree extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Consumer<Path> found;

  private FileTree(Path root, Consumer<Path> found) {
    this.root = root;
    this.found = found;
  }

  /** Tells of a file; of a directory, of those in it that may have to do with classes. */
  static void visit(Path root, Consumer<Path> found) {
    try {
      Path _ = Files.walkFileTree(root, new FileTree(root, found));
    } catch (IOException e) {
      throw new AssertionError("all failures are passed over", e);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(root) && directory.getFileName().toString().contains(".")) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    found.accept(directory);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    found.accept(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    return FileVisitResult.CONTINUE;
  }
}
