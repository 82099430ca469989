package dev.metaproc.launcher.rewrite;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.rewriter.dump.ClassPathDump;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaproc rewrite [--dump] [CLASS | JAR]…}. */
@Command(
    name = "metaproc rewrite",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what becomes of classes that several programs share: which have statics per program,",
      "and which forbid sharing, and why. With --dump, their instructions before and after."
    })
public final class RewriteCommand implements Callable<Integer> {
  @Option(
      names = {"-cp", "-classpath", "--class-path"},
      paramLabel = "PATH",
      description = "jars and directories, separated as for java")
  private String classPath = "";

  @Option(
      names = "--dump",
      description = "print a unified diff of each CLASS, or of every class that changes")
  private boolean dump;

  @Parameters(
      paramLabel = "CLASS|JAR",
      arity = "0..*",
      description = "binary names such as app.Main$Inner; jars and directories join the class path")
  private List<String> operands = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Runs the command.
   *
   * @return the exit code
   */
  public static int run(List<String> words, OutputStream out, OutputStream err) {
    return new CommandLine(new RewriteCommand())
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .execute(words.toArray(String[]::new));
  }

  @Override
  public Integer call() throws IOException {
    List<Path> elements = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (String element : classPath.split(File.pathSeparator, -1)) {
      if (!element.isEmpty()) {
        elements.add(existing(element));
      }
    }
    for (String operand : operands) {
      if (operand.endsWith(".jar") || Files.isDirectory(Path.of(operand))) {
        elements.add(existing(operand));
      } else {
        classes.add(operand);
      }
    }
    if (elements.isEmpty()) {
      throw usage("no classes to look at: name a jar, or a class path with -cp");
    }
    print(read(elements), classes);
    return ExitCodes.SUCCESS;
  }

  private Path existing(String element) {
    Path path = Path.of(element);
    if (!Files.exists(path)) {
      throw usage(element + " does not exist: name a jar or a directory of classes");
    }
    return path;
  }

  private ClassPathDump read(List<Path> elements) {
    try {
      return ClassPathDump.of(elements);
    } catch (IOException e) {
      throw usage("cannot read the class path: " + e.getMessage());
    }
  }

  private void print(ClassPathDump of, List<String> classes) {
    PrintWriter out = spec.commandLine().getOut();
    if (!dump && classes.isEmpty()) {
      out.print(of.verdicts());
    } else {
      for (String name : classes.isEmpty() ? of.classNames() : classes) {
        Optional<String> diff = of.diff(name);
        if (diff.isEmpty()) {
          throw usage("class " + name + " is not on the class path: name it as java does");
        }
        boolean unchanged =
            classes.isEmpty() && diff.get().indexOf('\n') == diff.get().length() - 1;
        if (!unchanged) {
          out.print(dump ? diff.get() : diff.get().lines().findFirst().orElse("") + "\n");
        }
      }
    }
    out.flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), "metaproc rewrite: " + message);
  }
}
