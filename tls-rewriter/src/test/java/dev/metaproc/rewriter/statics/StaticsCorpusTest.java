package dev.metaproc.rewriter.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The slow suite: every class of every jar below a directory, of whatever compiler and age, is
 * rewritten, checked, and defined and linked by the JVM.
 *
 * <pre>mvn verify -pl tls-rewriter -Dcorpus=$HOME/.m2/repository -Dtest=StaticsCorpusTest</pre>
 */
@EnabledIfSystemProperty(named = "corpus", matches = ".+")
class StaticsCorpusTest {
  private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
  private final List<String> problems = new ArrayList<>();
  private int changed;
  private int jarsWithoutVeto;
  private int jars;

  @Test
  void everyRewrittenClassLinks() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("corpus")))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        add(jar);
      }
    }
    System.out.printf(
        "%d jars (%d without a veto), %s, %d classes changed, %d problems%n",
        jars, jarsWithoutVeto, counts, changed, problems.size());
    assertThat(problems).isEmpty();
    assertThat(changed).isGreaterThan(1000);
  }

  private void add(Path jar) throws IOException {
    RewrittenImage image = RewrittenImage.redirected(classes(jar));
    image.link();
    image.problems().forEach(problem -> problems.add(jar.getFileName() + ": " + problem));
    image.counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    changed += image.changed();
    jars++;
    jarsWithoutVeto += image.vetoes().isEmpty() ? 1 : 0;
    if (Boolean.getBoolean("corpus.print")) {
      System.out.println(jar.getFileName() + " " + image.counts());
      image.problems().forEach(problem -> System.out.println("  PROBLEM " + problem));
      image.vetoes().forEach((name, reason) -> System.out.println("  " + name + ": " + reason));
    }
  }

  private static Map<String, byte[]> classes(Path jar) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.endsWith("-info.class")) {
          try (InputStream in = file.getInputStream(entry)) {
            classes.put(name.substring(0, name.length() - 6), in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }
}
