package dev.metaproc.launcher.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a program is written for MPJ Express, whose main method gets three arguments in front of
 * the user's: it asks for {@code Rank()}, where Open MPI's dialect asks for {@code getRank()}.
 */
public final class MpjDialect {
  private MpjDialect() {}

  /**
   * Looks at the main class, and at the classes beside it if that one does not tell.
   *
   * @param directory what relative elements of the class path are relative to
   */
  public static boolean isSpokenBy(Executable program, Path directory) {
    return switch (program) {
      case Executable.Jar(var file) -> in(directory.resolve(file));
      case Executable.MainClass(var classPath, var name) ->
          in(classPath, name.replace('.', '/') + ".class", directory);
      case Executable.Module(var modulePath, var classPath, var name, var mainClass) ->
          modulePath.stream()
              .map(directory::resolve)
              .filter(Files::exists)
              .anyMatch(MpjDialect::in);
    };
  }

  private static boolean in(List<Path> classPath, String mainClass, Path directory) {
    for (Path element : classPath) {
      Path entry = directory.resolve(element);
      if (Files.isDirectory(entry) && Files.isRegularFile(entry.resolve(mainClass))) {
        return asksIn(entry.resolve(mainClass)).orElseGet(() -> in(entry));
      }
      if (Files.isRegularFile(entry) && in(entry)) {
        return true;
      }
    }
    return false;
  }

  private static boolean in(Path entry) {
    if (Files.isDirectory(entry)) {
      return anyBelow(entry);
    }
    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
      return anyBelow(jar.getPath("/"));
    } catch (IOException | ProviderNotFoundException e) {
      return false; // starting it will say what is wrong with it
    }
  }

  private static boolean anyBelow(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(file -> asksIn(file).stream())
          .findFirst()
          .orElse(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True for {@code Rank()}, false for {@code getRank()}, empty if the class asks for neither. */
  private static Optional<Boolean> asksIn(Path classFile) {
    try {
      for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
        if (entry instanceof MemberRefEntry member
            && member.owner().asInternalName().startsWith("mpi/")
            && member.type().equalsString("()I")) {
          if (member.name().equalsString("Rank")) {
            return Optional.of(true);
          }
          if (member.name().equalsString("getRank")) {
            return Optional.of(false);
          }
        }
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
