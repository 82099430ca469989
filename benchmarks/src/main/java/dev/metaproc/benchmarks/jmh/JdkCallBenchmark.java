package dev.metaproc.benchmarks.jmh;

import java.io.File;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls into the JDK that a hosted program makes through a redirection. There is no second version
 * of a method here: run the class plainly and as a program, and compare. Hosted it runs without
 * forks, since a fork would be a plain JVM again.
 *
 * {@snippet lang="shell" :
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main -f 0 -rff plain.csv JdkCall > out
 * bin/mpiexec -n 1 java -cp ... org.openjdk.jmh.Main -f 0 -rff hosted.csv JdkCall > out
 * }
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JdkCallBenchmark {
  private String key = "java.version";
  private String path = "name";

  /** The floor: a call that is the same in both runs. */
  @Benchmark
  public int unredirected() {
    return key.length();
  }

  @Benchmark
  public @Nullable String property() {
    return System.getProperty(key);
  }

  @Benchmark
  public PrintStream standardOutput() {
    return System.out;
  }

  /** To where standard output goes: send that to a file, and the results to another. */
  @Benchmark
  public void println() {
    System.out.println("a line of output");
  }

  /** A hot call that is the same in both runs. */
  @Benchmark
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Benchmark
  public @Nullable String environment() {
    return System.getenv("PATH");
  }

  @Benchmark
  public boolean relativeFile() {
    return new File(path).exists();
  }
}
