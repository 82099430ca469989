package dev.metaproc.corpus;

import dev.metaproc.isolation.Isolation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the corpus runner. */
@Command(
    name = "run.sh",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a corpus of programs in a host and compares them with what plain java did.",
      "Prints each run, then 'N passed, M failed'; the exit code is 0 if none failed."
    })
public final class CorpusMain implements Callable<Integer> {
  @Parameters(
      paramLabel = "FOLDER",
      description = "the corpus, one of its halves, or the folder of one case")
  private Path folder = Path.of("");

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      description = {
        "fresh (each in a host of its own), sequence, eight (at a time), pairs (two copies of",
        "each at once), groups (those of the corpus), plain (java, no host); several with commas.",
        "Default: all but plain"
      })
  private List<Mode> modes =
      List.of(Mode.FRESH, Mode.SEQUENCE, Mode.EIGHT, Mode.PAIRS, Mode.GROUPS);

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "GLOB",
      description = "only cases and groups whose id matches; several with commas")
  private List<String> only = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "how often each mode runs all its cases in the same host (default: 1)")
  private int repeat = 1;

  @Option(
      names = "--isolation",
      paramLabel = "MODE",
      description = {
        "loader (each program its own classes), shared (one copy, where the classes allow it),",
        "auto; default: loader. Other than loader, each line says how the program ran"
      })
  private Isolation isolation = Isolation.LOADER;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "the local Maven repository with the jars (default: ~/.m2/repository)")
  private Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "where the programs run (default: a folder in the temporary directory)")
  private Path work = Path.of(System.getProperty("java.io.tmpdir"), "metaproc-corpus");

  @Option(
      names = "--record",
      description = "run plain java and make what it does the expectation of each case")
  private boolean record;

  @Option(names = "--keep", description = "keep the workplaces of cases that passed, too")
  private boolean keep;

  @Option(
      names = "--patience",
      paramLabel = "FACTOR",
      description = "factor on the time limit of each case (default: 4)")
  private int patience = 4;

  private final PrintStream out;

  CorpusMain(PrintStream out) {
    this.out = out;
  }

  /** Standard output is opened by descriptor: the host gives {@code System.out} to programs. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    System.exit(execute(out, arguments));
  }

  static int execute(PrintStream out, String... arguments) {
    CommandLine line = new CommandLine(new CorpusMain(out));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      return usage("no such folder: " + folder + " (name a corpus)");
    }
    CorpusFolder corpus = CorpusFolder.read(folder).select(only);
    if (corpus.cases().isEmpty() && corpus.groups().isEmpty()) {
      return usage("no case in " + folder + (only.isEmpty() ? "" : " matches " + only));
    }
    if (repeat < 1 || patience < 1) {
      return usage("--repeat and --patience must be at least 1");
    }
    if (record) {
      modes = List.of(Mode.PLAIN);
    }
    Settings settings =
        new Settings(
            repository.toAbsolutePath(),
            work.toAbsolutePath(),
            keep,
            record,
            patience,
            isolation,
            System.getProperty("java.home"));
    Report report = new Report(out);
    for (Mode mode : modes) {
      run(mode, corpus, settings, report);
    }
    return report.finish();
  }

  private Integer usage(String message) {
    out.println("run.sh: " + message);
    return 2;
  }

  private void run(Mode mode, CorpusFolder corpus, Settings settings, Report report)
      throws IOException, InterruptedException {
    String label = mode.name().toLowerCase(Locale.ROOT);
    if (mode == Mode.PLAIN) {
      CaseRun java = new CaseRun(new PlainJava(), settings);
      for (CorpusCase each : corpus.cases()) {
        report.add(label, each.id(), java.run(each, each.id()));
      }
      return;
    }
    if (mode == Mode.FRESH) {
      FreshHost host = new FreshHost(folder, settings, passedOn());
      for (CorpusCase each : corpus.cases()) {
        report.add(label, each.id(), host.run(each));
      }
      return;
    }
    // members of a selected group need not be selected themselves
    CorpusFolder all = CorpusFolder.read(folder);
    try (HostRun host = new HostRun(all, settings, report)) {
      for (int i = 1; i <= repeat; i++) {
        host.run(mode.batches(corpus), repeat == 1 ? label : label + " #" + i);
      }
    }
  }

  private List<String> passedOn() {
    List<String> options = new ArrayList<>();
    options.add("--repository=" + repository);
    options.add("--work=" + work);
    options.add("--patience=" + patience);
    options.add("--isolation=" + isolation);
    options.add("--repeat=" + repeat);
    if (keep) {
      options.add("--keep");
    }
    return options;
  }
}
