package dev.metaproc.launcher.program;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.ClassPaths;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what kind of program a word names: a file goes before a class of the same name. */
public final class ProgramResolver {
  private final Map<String, String> environment;
  private final SourceCompiler compiler;

  /**
   * A resolver.
   *
   * @param environment where {@code CLASSPATH} is
   */
  public ProgramResolver(Map<String, String> environment, SourceCompiler compiler) {
    this.environment = Map.copyOf(environment);
    this.compiler = compiler;
  }

  /**
   * Looks at the file system, and compiles when the program is source.
   *
   * @param directory what relative paths are relative to: the program's own working directory
   */
  public Executable resolve(JavaLine line, Path directory) {
    return switch (line.target()) {
      case Target.Jar(String path) -> jar(directory.resolve(path), path);
      case Target.Word(String word) -> word(line, word, directory);
      case Target.Module(String module, String mainClass) ->
          new Executable.Module(
              modulePath(line, directory), given(line, directory), module, mainClass);
    };
  }

  private Executable word(JavaLine line, String word, Path directory) {
    Path file = file(word, directory);
    if (file == null) {
      return mainClass(line, word, directory);
    }
    if (Files.isDirectory(file)) {
      return directory(line, word, file, directory);
    }
    if (word.endsWith(".java")) {
      return source(line, word, file, directory);
    }
    return jar(file, word);
  }

  /** The file a word can only mean, or null when it is a class name. */
  private static @Nullable Path file(String word, Path directory) {
    try {
      Path file = directory.resolve(word);
      boolean isFile = Files.exists(file) || looksLikeFile(word);
      return isFile ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean looksLikeFile(String word) {
    return word.endsWith(".jar")
        || word.endsWith(".java")
        || word.endsWith("/")
        || word.startsWith("/")
        || word.startsWith("./")
        || word.startsWith("../");
  }

  private static Executable jar(Path file, String word) {
    requireReadable(file, word);
    if (!Zip.isZip(file)) {
      throw new LaunchException(
          Kind.NOT_RUNNABLE,
          word
              + ": not a jar (mpiexec runs main classes, jars, class directories and .java files)");
    }
    return new Executable.Jar(file);
  }

  private Executable directory(JavaLine line, String word, Path folder, Path directory) {
    requireReadable(folder, word);
    List<Path> sources = Sources.in(folder);
    if (sources.isEmpty()) {
      List<Path> classPath = prepend(folder, given(line, directory));
      return new Executable.MainClass(
          classPath, MainClasses.only(folder, word, "name one: mpiexec -cp " + word + " %s"));
    }
    List<Path> others = given(line, directory);
    Path classes = compiler.compile(word, sources, others);
    List<Path> classPath = prepend(classes, prepend(folder, others));
    return new Executable.MainClass(
        classPath, MainClasses.only(classes, word, "name the directory or file of one"));
  }

  private Executable source(JavaLine line, String word, Path file, Path directory) {
    requireReadable(file, word);
    List<Path> others = given(line, directory);
    Path classes = compiler.compile(word, List.of(file), others);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
    return new Executable.MainClass(
        prepend(classes, others), MainClasses.named(name, classes, word));
  }

  private Executable mainClass(JavaLine line, String word, Path directory) {
    return new Executable.MainClass(classPath(line, directory), word.replace('/', '.'));
  }

  /** The class path given, or what java takes without one. */
  private List<Path> classPath(JavaLine line, Path directory) {
    String given = line.options().classPath();
    String text = Objects.requireNonNullElseGet(given, this::defaultClassPath);
    return ClassPaths.entries(text, directory);
  }

  private static List<Path> modulePath(JavaLine line, Path directory) {
    String given = line.options().modulePath();
    return given == null ? List.of() : ClassPaths.entries(given, directory);
  }

  /** The class path somebody asked for: without one, sources are all there is. */
  private List<Path> given(JavaLine line, Path directory) {
    boolean isGiven = line.options().classPath() != null || environment.containsKey("CLASSPATH");
    return isGiven ? classPath(line, directory) : List.of();
  }

  private String defaultClassPath() {
    return environment.getOrDefault("CLASSPATH", ".");
  }

  private static List<Path> prepend(Path first, List<Path> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static void requireReadable(Path file, String word) {
    if (!Files.exists(file)) {
      throw new LaunchException(
          Kind.NOT_FOUND, word + ": no such file or directory (looked for " + file + ")");
    }
    if (!Files.isReadable(file)) {
      throw new LaunchException(Kind.NOT_RUNNABLE, word + ": permission denied (" + file + ")");
    }
  }
}
