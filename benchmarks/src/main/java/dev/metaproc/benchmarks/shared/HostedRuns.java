package dev.metaproc.benchmarks.shared;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * What runs of a program in one host cost.
 *
 * <pre>
 *   warm  ISOLATION CACHE RUNS CLASSPATH MAIN ARGUMENTS…    CPU of this process for each run, in ms
 *   alive ISOLATION CACHE RUNS CLASSPATH MAIN ARGUMENTS…    metaspace and heap in KiB that each run after
 *                                                           the first keeps until it may end
 * </pre>
 *
 * A program that is to stay alive prints a line when it is ready, and then reads standard input.
 */
public final class HostedRuns {
  private static final int COLLECTIONS = 3;

  private final MetaProcess host;
  private final Isolation isolation;
  private final List<Path> classPath;
  private final String main;
  private final List<String> arguments;

  private HostedRuns(MetaProcess host, List<String> words) {
    this.host = host;
    isolation = Isolation.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
    classPath = Stream.of(words.get(3).split(File.pathSeparator)).map(Path::of).toList();
    main = words.get(4);
    arguments = words.subList(5, words.size());
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
    int runs = Integer.parseInt(words.get(2));
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal(), Path.of(words.get(1)))) {
      HostedRuns of = new HostedRuns(host, words);
      switch (arguments[0]) {
        case "warm" -> of.warm(runs, out);
        case "alive" -> of.alive(runs, out);
        default -> throw new IllegalArgumentException(arguments[0] + ": warm or alive");
      }
    }
  }

  private ProgramBuilder program() throws IOException {
    return host.program()
        .classPath(classPath)
        .mainClass(main)
        .arguments(arguments)
        .addExports("jdk.compiler/com.sun.tools.javac.api")
        .addExports("jdk.compiler/com.sun.tools.javac.code")
        .addExports("jdk.compiler/com.sun.tools.javac.file")
        .addExports("jdk.compiler/com.sun.tools.javac.parser")
        .addExports("jdk.compiler/com.sun.tools.javac.tree")
        .addExports("jdk.compiler/com.sun.tools.javac.util")
        .isolation(isolation)
        .output(OutputStream.nullOutputStream())
        .error(System.err);
  }

  private void warm(int runs, PrintStream out) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < runs; i++) {
      long before = cpu();
      check(program().input(InputStream.nullInputStream()).start()).waitFor();
      line.append((cpu() - before) / 1_000_000).append(' ');
    }
    out.println(line.toString().strip());
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private Program check(Program program) {
    if (program.isolation() != isolation) {
      throw new IllegalStateException(program.isolationReason());
    }
    return program;
  }

  private void alive(int runs, PrintStream out) throws Exception {
    List<PipedOutputStream> inputs = new ArrayList<>();
    List<Program> programs = new ArrayList<>();
    start(programs, inputs);
    long metaspace = used(MemoryType.NON_HEAP);
    long heap = used(MemoryType.HEAP);
    for (int i = 1; i < runs; i++) {
      start(programs, inputs);
    }
    long more = runs - 1L;
    long metaspaceEach = (used(MemoryType.NON_HEAP) - metaspace) / more / 1024;
    out.println(metaspaceEach + " " + (used(MemoryType.HEAP) - heap) / more / 1024);
    for (PipedOutputStream input : inputs) {
      input.close();
    }
    for (Program each : programs) {
      each.waitFor();
    }
  }

  /** Returns when the program is ready. */
  private void start(List<Program> programs, List<PipedOutputStream> inputs)
      throws IOException, InterruptedException, ProgramException {
    PipedOutputStream input = new PipedOutputStream();
    CountDownLatch ready = new CountDownLatch(1);
    OutputStream output =
        new OutputStream() {
          @Override
          public void write(int value) {
            if (value == '\n') {
              ready.countDown();
            }
          }
        };
    programs.add(check(program().input(new PipedInputStream(input)).output(output).start()));
    inputs.add(input);
    ready.await();
  }

  private static long used(MemoryType type) {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == type)
        .filter(pool -> type == MemoryType.HEAP || isMetaspace(pool))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  private static boolean isMetaspace(MemoryPoolMXBean pool) {
    return pool.getName().equals("Metaspace") || pool.getName().equals("Compressed Class Space");
  }
}
