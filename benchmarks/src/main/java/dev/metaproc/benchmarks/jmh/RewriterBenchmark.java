package dev.metaproc.benchmarks.jmh;

import dev.metaproc.rewriter.Redirections;
import dev.metaproc.rewriter.Rewriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How fast class files are rewritten when an image is opened: what loading a program costs more
 * than it does in a JVM of its own. The classes are those of {@code jdk.compiler}, some of which
 * read files and properties as tools do.
 *
 * {@snippet lang="shell" :
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main Rewriter
 * }
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RewriterBenchmark {
  private final Rewriter rewriter = new Rewriter(Redirections.jdk());
  private List<byte[]> classFiles = List.of();

  /** Counted beside the passes over all classes. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    public long classes;
    public long mebibytes;
    private long bytes;

    void add(byte[] classFile) {
      classes++;
      bytes += classFile.length;
      mebibytes += bytes >> 20;
      bytes &= (1 << 20) - 1;
    }
  }

  @Setup
  public void readClassFiles() throws IOException {
    Path module = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/jdk.compiler");
    try (Stream<Path> files = Files.walk(module)) {
      classFiles =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .map(RewriterBenchmark::read)
              .toList();
    }
  }

  @Benchmark
  public void passes(Counters counters, Blackhole sink) {
    for (byte[] classFile : classFiles) {
      sink.consume(rewriter.rewrite(classFile));
      counters.add(classFile);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + " of the JDK's own image", e);
    }
  }
}
