package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.mpiexec.GlobalOptions.DeadlockChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.InitialErrhandler;
import dev.metaproc.launcher.mpiexec.GlobalOptions.IsolationChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.MpjArguments;
import dev.metaproc.launcher.mpiexec.GlobalOptions.ThreadChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.Verbosity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line of {@code mpiexec}:
 *
 * {@snippet :
 * mpiexec [options] [java [java options]] PROGRAM [arguments] [: segment]...
 * }
 *
 * <p>A lone colon separates segments, each with its own options and program, wherever it stands.
 * The words of a segment are read three times, each time up to the first word the reader does not
 * know: options of mpiexec (picocli), options of java ({@link JavaLineParser}), and the program's
 * arguments, which are nobody's but the program's.
 */
public final class MpiexecParser {
  private static final String DEADLOCK_VARIABLE = "METAPROC_DEADLOCK";
  private static final String TIMEOUT_VARIABLE = "MPIEXEC_TIMEOUT";

  private final Map<String, String> environment;
  private final Path directory;

  /**
   * A parser that reads nothing of the process it runs in but what it is given here.
   *
   * @param environment of mpiexec
   * @param directory what relative paths on the command line are relative to
   */
  public MpiexecParser(Map<String, String> environment, Path directory) {
    this.environment = Map.copyOf(environment);
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Reads the words after {@code mpiexec}.
   *
   * @throws LaunchException when the line is wrong, with a message that says how to write it
   */
  public Request parse(List<String> words) {
    List<SegmentWords> segments = segments(words);
    CommandArgs command = segments.getFirst().args().command;
    if (command.help) {
      return new Request.Help(HelpText.of(new SegmentArgs()));
    }
    if (command.version) {
      return new Request.Version();
    }
    return new Request.Run(line(segments));
  }

  private List<SegmentWords> segments(List<String> words) {
    List<List<String>> parts = split(words);
    SegmentArgs firstArgs = new SegmentArgs();
    SegmentWords first = SegmentWords.parse(parts.getFirst(), firstArgs);
    String configFile = firstArgs.command.configFile;
    if (configFile == null) {
      return parse(first, parts.subList(1, parts.size()), firstArgs);
    }
    if (parts.size() > 1 || !first.program().isEmpty()) {
      throw LaunchException.usage(
          "-configfile "
              + configFile
              + ": the file holds the whole job (leave out the program on the command line)");
    }
    List<List<String>> lines = ConfigFile.segments(configFile, directory);
    SegmentWords head = SegmentWords.parse(lines.getFirst(), new SegmentArgs(firstArgs));
    return parse(head, lines.subList(1, lines.size()), firstArgs);
  }

  private static List<SegmentWords> parse(
      SegmentWords first, List<List<String>> others, SegmentArgs shared) {
    List<SegmentWords> segments = new ArrayList<>();
    segments.add(first);
    for (List<String> words : others) {
      segments.add(SegmentWords.parse(words, new SegmentArgs(shared)));
    }
    return segments;
  }

  private static List<List<String>> split(List<String> words) {
    List<List<String>> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(":")) {
        parts.add(words.subList(from, i));
        from = i + 1;
      }
    }
    parts.add(words.subList(from, words.size()));
    return parts;
  }

  private MpiexecLine line(List<SegmentWords> words) {
    EnvironmentParser environments =
        new EnvironmentParser(words.stream().map(segment -> segment.args().environment).toList());
    List<Segment> segments = words.stream().map(segment -> segment(segment, environments)).toList();
    int ranks = segments.stream().mapToInt(Segment::ranks).sum();
    List<String> ignored = words.stream().flatMap(segment -> segment.ignored().stream()).toList();
    return new MpiexecLine(globals(words.getFirst().args(), ranks, ignored), segments);
  }

  private Segment segment(SegmentWords words, EnvironmentParser environments) {
    SegmentArgs args = words.args();
    int ranks = Values.ranks(args.rank.ranks);
    String wdir = args.rank.directory;
    Path where = wdir == null ? directory : directory.resolve(wdir).normalize();
    return new Segment(
        ranks, java(words.program(), where), where, environments.rules(args.environment));
  }

  private static JavaLine java(List<String> words, Path where) {
    boolean isJava = !words.isEmpty() && words.getFirst().matches("(.*[/\\\\])?java(\\.exe)?");
    return JavaLineParser.parse(isJava ? words.subList(1, words.size()) : words, where, "mpiexec");
  }

  private GlobalOptions globals(SegmentArgs args, int ranks, List<String> ignored) {
    JobArgs job = args.job;
    return new GlobalOptions(
        output(args.output),
        Values.stdin(job.stdin, ranks),
        timeout(job.timeout),
        job.stackTraces,
        DebugChoice.parse(job.debug, ranks),
        Values.choice("--threads", job.threads, ThreadChoice.class),
        Values.choice("--isolation", job.isolation, IsolationChoice.class),
        Values.choice("--mpj-args", job.mpjArguments, MpjArguments.class),
        deadlock(job.deadlock),
        Values.choice("--initial-errhandler", job.errhandler, InitialErrhandler.class),
        verbosity(args.command),
        ignored);
  }

  private DeadlockChoice deadlock(@Nullable String option) {
    return option == null
        ? Values.choice(DEADLOCK_VARIABLE, environment.get(DEADLOCK_VARIABLE), DeadlockChoice.class)
        : Values.choice("--deadlock", option, DeadlockChoice.class);
  }

  private @Nullable Duration timeout(@Nullable String option) {
    return option == null
        ? Values.timeout(TIMEOUT_VARIABLE + "=", environment.get(TIMEOUT_VARIABLE))
        : Values.timeout("--timeout ", option);
  }

  private static Verbosity verbosity(CommandArgs args) {
    if (args.verbose) {
      return Verbosity.VERBOSE;
    }
    return args.quiet ? Verbosity.QUIET : Verbosity.NORMAL;
  }

  private static OutputOptions output(OutputArgs args) {
    args.takeList();
    String where = args.directory;
    boolean copied = where == null || !where.endsWith(":nocopy");
    String folder = where == null ? null : where.replaceFirst(":nocopy$", "");
    return new OutputOptions(
        args.tag(),
        args.timestamps,
        args.mergeErrors,
        folder,
        copied,
        args.standardFile,
        args.errorFile);
  }
}
