package dev.metaproc.benchmarks.jmh;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loops and recursion, which poll in a program and do not outside. As with {@link
 * JdkCallBenchmark}, run the class plainly and as a program, and compare.
 *
 * {@snippet lang="shell" :
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main -f 0 Loop
 * bin/mpiexec -n 1 java -cp ... org.openjdk.jmh.Main -f 0 Loop
 * }
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopBenchmark {
  private static final int SIZE = 10_000;
  private static final int MATRIX = 60;

  private final int[] numbers = new int[SIZE];
  private final boolean[] composite = new boolean[SIZE];
  private final double[][] left = new double[MATRIX][MATRIX];
  private final double[][] right = new double[MATRIX][MATRIX];
  private final String text = "the quick brown fox jumps over the lazy dog ".repeat(50);

  /** Polls at every call. */
  @Benchmark
  public int recursion() {
    return fibonacci(20);
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  /** Vectorised by C2. */
  @Benchmark
  public int sum() {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  @Benchmark
  public int hash() {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  @Benchmark
  public int sieve() {
    int primes = 0;
    Arrays.fill(composite, false);
    for (int i = 2; i < SIZE; i++) {
      if (!composite[i]) {
        primes++;
        for (int j = 2 * i; j < SIZE; j += i) {
          composite[j] = true;
        }
      }
    }
    return primes;
  }

  @Benchmark
  public double matrix() {
    double trace = 0;
    for (int i = 0; i < MATRIX; i++) {
      for (int j = 0; j < MATRIX; j++) {
        double cell = 0;
        for (int k = 0; k < MATRIX; k++) {
          cell += left[i][k] * right[k][j];
        }
        trace += cell;
      }
    }
    return trace;
  }

  @Benchmark
  public int map() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      counts.merge(i & 255, 1, Integer::sum);
    }
    return counts.size();
  }
}
