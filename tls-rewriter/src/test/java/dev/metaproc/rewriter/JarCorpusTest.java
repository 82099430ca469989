package dev.metaproc.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;

/**
 * The slow suite: every class of every jar below a directory, of whatever compiler and age.
 *
 * <pre>mvn verify -pl tls-rewriter -Dcorpus=$HOME/.m2/repository</pre>
 */
@EnabledIfSystemProperty(named = "corpus", matches = ".+")
class JarCorpusTest {
  private final Rewriter rewriter = new Rewriter(Redirections.jdk());
  private final List<String> problems = new ArrayList<>();
  private int classes;
  private int changed;

  @Test
  void everyRewrittenClassVerifies() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("corpus")))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        rewriteAll(jar);
      }
    }
    System.out.printf("%d classes, %d rewritten, %d problems%n", classes, changed, problems.size());
    assertThat(problems).isEmpty();
    assertThat(changed).isGreaterThan(1000);
  }

  private void rewriteAll(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          rewrite(jar.getFileName() + "!" + entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  private void rewrite(String name, byte[] original) {
    classes++;
    try {
      byte[] rewritten = rewriter.rewrite(original);
      if (!Arrays.equals(rewritten, original)) {
        changed++;
        verify(name, rewritten);
      }
    } catch (UnreadableClassException e) {
      return; // passed through unchanged by the image
    } catch (RuntimeException e) {
      problems.add(name + ": " + e);
    }
  }

  private void verify(String name, byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    for (MethodNode method : node.methods) {
      try {
        new Analyzer<>(new BasicVerifier()).analyze(node.name, method);
      } catch (AnalyzerException e) {
        problems.add(name + "." + method.name + method.desc + ": " + e.getMessage());
      }
    }
  }
}
