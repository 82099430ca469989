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
 * passed over: a JVM would not have looked at it.
 */
final class FileTree extends SimpleFileVisitor<Path> {
  private final Consumer<Path> found;

  private FileTree(Consumer<Path> found) {
    this.found = found;
  }

  /** Tells of a file, or of a directory, its directories and files. */
  static void visit(Path root, Consumer<Path> found) {
    try {
      Path _ = Files.walkFileTree(root, new FileTree(found));
    } catch (IOException e) {
      throw new AssertionError("all failures are passed over", e);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
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
