package dev.metaproc.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A corpus made from {@code src/test/programs}: sources compiled, expectations recorded from plain
 * {@code java} on this machine.
 */
final class OwnCorpus {
  private static final Path PROGRAMS = Path.of("src/test/programs");

  /** A class of that name becomes {@code agent.jar}. */
  private static final String AGENT = "Agent";

  private final Path root;
  private final Path work;

  private OwnCorpus(Path root, Path work) {
    this.root = root;
    this.work = work;
  }

  /** Builds the programs whose folder's name matches one of the globs; all, if there are none. */
  static OwnCorpus build(Path directory, String... only) throws IOException {
    OwnCorpus corpus = new OwnCorpus(directory.resolve("corpus"), directory.resolve("work"));
    try (Stream<Path> folders = Files.list(PROGRAMS)) {
      for (Path folder : folders.sorted().toList()) {
        String id = folder.getFileName().toString();
        if (only.length == 0 || List.of(only).contains(id)) {
          corpus.add(folder, corpus.root.resolve(id));
        }
      }
    }
    return corpus;
  }

  private void add(Path folder, Path target) throws IOException {
    Path inputs = target.resolve("inputs");
    Path classes = Files.createDirectories(inputs.resolve("classes"));
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          sources.add(file.toString());
        } else if (name.equals(CorpusCase.DESCRIPTOR) || name.equals("norm.tsv")) {
          Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.copy(file, inputs.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    List<String> javac = new ArrayList<>(List.of("-nowarn", "-d", classes.toString()));
    javac.addAll(sources);
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, javac.toArray(String[]::new));
    assertThat(failed).as("javac %s", folder).isZero();
    if (Files.exists(classes.resolve(AGENT + ".class"))) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Premain-Class", AGENT);
      Path jar = inputs.resolve("agent.jar");
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
        out.putNextEntry(new JarEntry(AGENT + ".class"));
        Files.copy(classes.resolve(AGENT + ".class"), out);
      }
      Files.delete(classes.resolve(AGENT + ".class"));
    }
  }

  Path root() {
    return root;
  }

  /** Runs the runner on it in this JVM and returns what it printed; its exit code in front. */
  String run(String... options) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.add("--work=" + work);
    arguments.add(root.toString());
    int code =
        CorpusMain.execute(
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            arguments.toArray(String[]::new));
    return "exit " + code + "\n" + printed.toString(StandardCharsets.UTF_8);
  }
}
