package dev.metaproc.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Measures operations in many short batches: the Java twin of {@code benchmarks/c/batches.h}, line
 * by line but for the JIT compiler.
 *
 * <p>Rank 0 keeps the time and decides how many operations the next batch has, so that a batch
 * takes about {@value #TARGET_MICROS} µs; the decision is broadcast before each batch, outside the
 * timed part, and followed by one untimed operation, so that no rank is still on its way out of the
 * broadcast when the clock starts.
 *
 * <ul>
 *   <li>warm-up: batches until the budget has passed and the JIT compiler has little left to do,
 *       thrown away; their length is adapted
 *   <li>measure: batches of that length until the budget has passed again; median and p10 are
 *       reported
 * </ul>
 *
 * An operation slower than the whole budget is reported from its first batch, so every measurement
 * ends.
 */
final class Batches {
  private static final int TARGET_MICROS = 2500;
  private static final int MAX_BATCHES = 4000;
  private static final int MAX_OPERATIONS = 1 << 20;

  /** Budgets; there is no end of it while another program of the JVM compiles. */
  private static final int MAX_WARM_UPS = 15;

  private static final double BUSY_PART = 0.05;

  private final Intracomm ranks;
  private final boolean isTimekeeper;
  private final double budgetMicros;
  private double compiledMicros;
  private final Set<String> chosen;
  private final double[] samples = new double[MAX_BATCHES];

  /**
   * Measures with the ranks of a communicator.
   *
   * @param arguments the program's: {@code [budget in milliseconds per measurement [operation:bytes
   *     ...]]}; without names everything is measured
   */
  Batches(Intracomm ranks, String[] arguments) throws MPIException {
    this.ranks = ranks;
    this.isTimekeeper = ranks.Rank() == 0;
    this.budgetMicros = arguments.length > 0 ? Double.parseDouble(arguments[0]) * 1e3 : 300e3;
    this.chosen = Stream.of(arguments).skip(1).collect(Collectors.toUnmodifiableSet());
  }

  void measure(Operation operation) throws MPIException {
    if (!chosen.isEmpty() && !chosen.contains(operation.name() + ":" + operation.bytes())) {
      return;
    }
    int[] operations = {1};
    int taken = 0;
    int number = 0;
    boolean isMeasuring = false;
    int warmUps = 0;
    double start = nowMicros();
    while (true) {
      ranks.Bcast(operations, 0, 1, MPI.INT, 0);
      if (operations[0] == 0) {
        return;
      }
      double elapsed = batch(operation, ++number, operations[0]);
      if (!isTimekeeper) {
        continue;
      }
      double since = nowMicros() - start;
      if (!isMeasuring && since > budgetMicros && !isWarm(++warmUps)) {
        start = nowMicros();
        since = 0;
      }
      if (isMeasuring || elapsed > budgetMicros) {
        samples[taken++] = elapsed / operations[0] / operation.divisor();
      }
      if (elapsed > budgetMicros || taken == MAX_BATCHES || (isMeasuring && since > budgetMicros)) {
        report(operation, taken);
        operations[0] = 0;
      } else if (!isMeasuring) {
        operations[0] = fit(operations[0], elapsed);
        if (since > budgetMicros) {
          isMeasuring = true;
          start = nowMicros();
        }
      }
    }
  }

  /** Was the compiler nearly idle in the budget that has just passed? */
  private boolean isWarm(int warmUps) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    double compiled = compiler.getTotalCompilationTime() * 1e3;
    boolean isIdle = compiled - compiledMicros < BUSY_PART * budgetMicros;
    compiledMicros = compiled;
    return isIdle || warmUps >= MAX_WARM_UPS;
  }

  /** One batch; the time it took is right on rank 0 only. */
  private static double batch(Operation operation, int number, int operations) throws MPIException {
    operation.prepare(number);
    operation.run();
    double start = nowMicros();
    for (int i = 0; i < operations; i++) {
      operation.run();
    }
    double elapsed = nowMicros() - start;
    operation.verify(number);
    return elapsed;
  }

  private static int fit(int operations, double elapsed) {
    double fit = operations * TARGET_MICROS / Math.max(elapsed, 0.1);
    return (int) Math.clamp(fit, 1, Math.min(operations * 8.0, MAX_OPERATIONS));
  }

  private void report(Operation operation, int taken) throws MPIException {
    Arrays.sort(samples, 0, taken);
    System.out.printf(
        Locale.ROOT,
        "%s\t%d\t%d\t%.4f\t%.4f%n",
        operation.name(),
        operation.bytes(),
        ranks.Size(),
        samples[taken / 2],
        samples[taken / 10]);
  }

  static double nowMicros() {
    return System.nanoTime() / 1e3;
  }
}
