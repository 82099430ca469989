package dev.metaproc.launcher.program;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles sources once: the classes are kept in a cache under a name made from all that went into
 * them. Safe to use by several commands at a time, the first to finish wins.
 */
public final class SourceCompiler {
  private final Path cache;
  private final List<Path> api;
  private final Consumer<String> progress;
  private final Consumer<String> errors;

  /**
   * A compiler.
   *
   * @param cache where classes are kept
   * @param api what every program may use without naming it
   * @param progress told what is going on
   * @param errors told what javac finds wrong, one finding of several lines at a time
   */
  public SourceCompiler(
      Path cache, List<Path> api, Consumer<String> progress, Consumer<String> errors) {
    this.cache = cache;
    this.api = List.copyOf(api);
    this.progress = progress;
    this.errors = errors;
  }

  /** The directory of the classes, compiled now or before. */
  Path compile(String shown, List<Path> sources, List<Path> classPath) {
    List<Path> full = Stream.concat(classPath.stream(), api.stream()).toList();
    try {
      Path classes = cache.resolve(SourceDigest.of(sources, full));
      if (!Files.isDirectory(classes)) {
        progress.accept("compiling " + shown + " (" + files(sources.size()) + ")");
        compileInto(classes, shown, sources, full);
      }
      return classes;
    } catch (IOException | UncheckedIOException e) {
      throw new LaunchException(
          Kind.HOST,
          shown
              + ": cannot be compiled into "
              + cache
              + ": "
              + e.getMessage()
              + " (set METAPROC_CACHE to another directory)",
          e);
    }
  }

  private void compileInto(Path classes, String shown, List<Path> sources, List<Path> classPath)
      throws IOException {
    Files.createDirectories(cache);
    Path output = Files.createTempDirectory(cache, "compiling");
    try {
      compile(shown, sources, classPath, output);
      publish(output, classes);
    } finally {
      deleteIfExists(output);
    }
  }

  private static void deleteIfExists(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path file : Sources.below(directory, "").reversed()) {
        Files.delete(file);
      }
    }
  }

  private static String files(int count) {
    return count == 1 ? "1 file" : count + " files";
  }

  /**
   * A rename is seen whole or not at all; when another command was faster its classes are as good.
   */
  private static void publish(Path compiled, Path classes) throws IOException {
    try {
      Files.move(compiled, classes);
    } catch (IOException e) {
      if (!Files.isDirectory(classes)) {
        throw e;
      }
    }
  }

  private void compile(String shown, List<Path> sources, List<Path> classPath, Path output)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new LaunchException(
          Kind.HOST, shown + ": this Java has no compiler (set METAPROC_JAVA_HOME to a JDK)");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              diagnostics,
              options(output, classPath),
              null,
              files.getJavaFileObjectsFromPaths(sources));
      if (!task.call()) {
        throw rejected(shown, diagnostics.getDiagnostics());
      }
    }
  }

  /** An empty source path keeps javac from compiling what it happens to find on the class path. */
  private static List<String> options(Path output, List<Path> classPath) {
    String path =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return List.of(
        "-d",
        output.toString(),
        "-cp",
        path,
        "-sourcepath",
        "",
        "-proc:none",
        "-g",
        "-encoding",
        "UTF-8",
        "-Xdiags:compact");
  }

  private LaunchException rejected(
      String shown, List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    List<String> found =
        diagnostics.stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(diagnostic -> diagnostic.toString())
            .toList();
    found.forEach(errors);
    String count = found.size() == 1 ? "1 error" : found.size() + " errors";
    return new LaunchException(Kind.NOT_RUNNABLE, shown + ": does not compile (" + count + ")");
  }
}
