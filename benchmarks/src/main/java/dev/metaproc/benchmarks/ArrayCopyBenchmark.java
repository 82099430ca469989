package dev.metaproc.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Two threads that take turns in copying a mebibyte from the other's array, with nothing but a flag
 * between them: the least that a large message can cost. One line: name, bytes, threads, median and
 * minimum of one copy in µs.
 *
 * {@snippet lang="shell" :
 * java -cp benchmarks/target/classes dev.metaproc.benchmarks.ArrayCopyBenchmark [budget_ms]
 * }
 */
public final class ArrayCopyBenchmark {
  private static final int BYTES = 1 << 20;
  private static final int COPIES = 64;

  private final byte[][] arrays = {new byte[BYTES], new byte[BYTES]};

  /** Whose turn it is: even the first thread's, odd the second's. */
  private volatile long turn;

  private volatile boolean isOver;

  private ArrayCopyBenchmark() {}

  public static void main(String[] args) throws InterruptedException {
    double budget = args.length > 0 ? Double.parseDouble(args[0]) : 300;
    new ArrayCopyBenchmark().measure(budget * 1e3);
  }

  private void measure(double budgetMicros) throws InterruptedException {
    Thread other = new Thread(() -> takeTurns(1, Long.MAX_VALUE));
    other.start();
    double[] samples = new double[100_000];
    int taken = 0;
    double start = Batches.nowMicros();
    while (taken < samples.length && Batches.nowMicros() - start < 2 * budgetMicros) {
      double before = Batches.nowMicros();
      takeTurns(0, COPIES);
      double now = Batches.nowMicros();
      if (now - start > budgetMicros) {
        samples[taken++] = (now - before) / COPIES / 2;
      }
    }
    isOver = true;
    other.join();
    Arrays.sort(samples, 0, taken);
    System.out.printf(
        Locale.ROOT,
        "arraycopy\t%d\t2\t%.4f\t%.4f%n",
        BYTES,
        samples[taken / 2],
        samples[taken / 10]);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only by the thread whose turn it is
  private void takeTurns(int me, long turns) {
    for (long i = 0; i < turns; i++) {
      while ((turn & 1) != me) {
        if (isOver) {
          return;
        }
        Thread.onSpinWait();
      }
      System.arraycopy(arrays[1 - me], 0, arrays[me], 0, BYTES);
      turn = turn + 1;
    }
  }
}
