package dev.metaproc.launcher.mpiexec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.Target;
import dev.metaproc.launcher.mpiexec.EnvironmentRules.Inherited;
import dev.metaproc.launcher.mpiexec.GlobalOptions.DeadlockChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.InitialErrhandler;
import dev.metaproc.launcher.mpiexec.GlobalOptions.MpjArguments;
import dev.metaproc.launcher.mpiexec.GlobalOptions.ThreadChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpiexecParserTest {
  private static final Path HERE = Path.of("/base/here");

  private static Request request(String line) {
    return new MpiexecParser(Map.of(), HERE).parse(words(line));
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : Arrays.asList(line.split(" ", -1));
  }

  private static MpiexecLine line(String line) {
    return ((Request.Run) request(line)).line();
  }

  private static Segment segment(String line) {
    return line(line).segments().getFirst();
  }

  private static GlobalOptions options(String line) {
    return line(line).options();
  }

  private static void rejected(String line, String message) {
    assertThatThrownBy(() -> request(line))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.USAGE))
        .hasMessage(message);
  }

  @Nested
  class Ranks {
    @ParameterizedTest
    @ValueSource(strings = {"-n", "-np", "-c", "--n", "--np"})
    void areCountedByEveryName(String option) {
      assertThat(segment(option + " 4 Main").ranks()).isEqualTo(4);
    }

    @Test
    void areOneWhenNothingIsSaid() {
      assertThat(segment("Main").ranks()).isEqualTo(1);
    }

    @Test
    void areTheLastOfSeveralCounts() {
      assertThat(segment("-n 2 -np 3 Main").ranks()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "4.5", "65536", "99999999999", ""})
    void mustBeAWholeNumberInRange(String ranks) {
      rejected(
          "-n " + ranks + " Main",
          "-n "
              + ranks
              + ": the number of ranks must be a whole number from 1 to 65535 (for example -n 4)");
    }

    @Test
    void needAValue() {
      rejected("-n", "the value of -n N is missing: write it after the option");
    }
  }

  @Nested
  class Program {
    @Test
    void followsTheWordJava() {
      Segment segment = segment("-n 2 java -cp app.jar Main a b");
      assertThat(segment.java().options().classPath()).isEqualTo("app.jar");
      assertThat(segment.java().target()).isEqualTo(new Target.Word("Main"));
      assertThat(segment.java().arguments()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/java", "java", "jdk/bin/java.exe"})
    void mayNameItsJavaByPath(String java) {
      assertThat(segment(java + " Main").java().target()).isEqualTo(new Target.Word("Main"));
    }

    @Test
    void needsNoWordJava() {
      assertThat(segment("-n 2 -cp x Main").java().options().classPath()).isEqualTo("x");
      assertThat(segment("-n 2 -jar a.jar b").java().target()).isEqualTo(new Target.Jar("a.jar"));
      assertThat(segment("app.jar").java().target()).isEqualTo(new Target.Word("app.jar"));
    }

    @Test
    void hasArgumentsNobodyElseReads() {
      assertThat(segment("Main -n 3 --help -cp x @y").java().arguments())
          .containsExactly("-n", "3", "--help", "-cp", "x", "@y");
    }

    @Test
    void hasAWorkingDirectory() {
      assertThat(segment("Main").directory()).isEqualTo(HERE);
      for (String option : List.of("-wdir", "-wd", "--wdir", "--wd")) {
        assertThat(segment(option + " ../x Main").directory()).isEqualTo(Path.of("/base/x"));
      }
      assertThat(segment("-wdir /tmp Main").directory()).isEqualTo(Path.of("/tmp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-n 2", "-n 2 java", "-n 2 java -cp x", "-cp x", "A :", ": A"})
    void mustBeNamed(String line) {
      rejected(
          line,
          "no program given: name a main class, a jar, a directory or a source file (for example"
              + " mpiexec java -cp app.jar Main)");
    }
  }

  @Nested
  class Segments {
    @Test
    void areSeparatedByAColon() {
      MpiexecLine line = line("-n 1 A x : -n 3 -wdir d java -ea B y");
      assertThat(line.ranks()).isEqualTo(4);
      assertThat(line.segments()).extracting(Segment::ranks).containsExactly(1, 3);
      assertThat(line.segments().get(0).java().arguments()).containsExactly("x");
      assertThat(line.segments().get(1).directory()).isEqualTo(HERE.resolve("d"));
    }

    @Test
    void shareTheOptionsOfTheJob() {
      GlobalOptions options = options("-l A : -n 2 --timeout 5 -v B");
      assertThat(options.output().namesRank()).isTrue();
      assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
      assertThat(options.verbosity()).isEqualTo(Verbosity.VERBOSE);
    }

    @Test
    void haveTheirOwnCountAndDirectory() {
      List<Segment> segments = line("-n 3 -wdir d A : B").segments();
      assertThat(segments.get(1).ranks()).isEqualTo(1);
      assertThat(segments.get(1).directory()).isEqualTo(HERE);
    }
  }

  @Nested
  class Environment {
    private final Map<String, String> host = Map.of("A", "a", "B", "b");

    private Map<String, String> seen(String line, int segment) {
      return line(line).segments().get(segment).environment().apply(host);
    }

    @Test
    void isInherited() {
      assertThat(seen("Main", 0)).isEqualTo(host);
      assertThat(seen("-genvall Main", 0)).isEqualTo(host);
      assertThat(segment("Main").environment().inherited()).isEqualTo(Inherited.ALL);
    }

    @Test
    void isSetForOneSegment() {
      String line = "-env A 1 -x C=2=3 -x B --env D 4 X : Y";
      assertThat(seen(line, 0)).isEqualTo(Map.of("A", "1", "B", "b", "C", "2=3", "D", "4"));
      assertThat(seen(line, 1)).isEqualTo(host);
    }

    @Test
    void isSetInOneWordAsHydraDoes() {
      String line = "-genv A=1 -env B=2=3 -env C 4=5 X -genv D=6 : Y";
      assertThat(seen(line, 0)).isEqualTo(Map.of("A", "1", "B", "2=3", "C", "4=5"));
      assertThat(seen(line, 1)).isEqualTo(Map.of("A", "1", "B", "b"));
    }

    @Test
    void isSetForAllSegments() {
      String line = "-genv A 1 X : -env A 2 -genv C 3 Y";
      assertThat(seen(line, 0)).isEqualTo(Map.of("A", "1", "B", "b", "C", "3"));
      assertThat(seen(line, 1)).isEqualTo(Map.of("A", "2", "B", "b", "C", "3"));
    }

    @Test
    void isLimitedToAList() {
      assertThat(seen("-envlist A,Z X : Y", 0)).isEqualTo(Map.of("A", "a"));
      assertThat(seen("-envlist A X : Y", 1)).isEqualTo(host);
      assertThat(seen("-genvlist B X : Y", 1)).isEqualTo(Map.of("B", "b"));
    }

    @Test
    void isNotPassedOn() {
      assertThat(seen("-genvnone X : Y", 1)).isEmpty();
      assertThat(seen("-genvnone X : -envall Y", 1)).isEqualTo(host);
      assertThat(seen("-envnone -x A X", 0)).isEqualTo(Map.of("A", "a"));
      assertThat(seen("-envnone X : Y", 1)).isEqualTo(host);
    }

    @Test
    void hasNamesWithoutEqualsSigns() {
      rejected("-env =1 Main", "-env '': a variable's name is not empty and has no '=' in it");
      rejected("-x =1 Main", "-x '': a variable's name is not empty and has no '=' in it");
    }

    @Test
    void isSetInPairs() {
      rejected("-env A", "the value of -env K V is missing: write it after the option");
    }
  }

  @Nested
  class Output {
    @ParameterizedTest
    @ValueSource(strings = {"-l", "--tag-output", "-prepend-rank", "-tag-output"})
    void isTagged(String option) {
      assertThat(options("Main").output().tag()).isEmpty();
      assertThat(options(option + " Main").output().tag()).isEqualTo("[%r] ");
    }

    @Test
    void isTimedAndMerged() {
      OutputOptions output = options("--timestamp-output --merge-stderr-to-stdout X").output();
      assertThat(output.timestamps()).isTrue();
      assertThat(output.mergeErrors()).isTrue();
    }

    @Test
    void isWrittenToFiles() {
      OutputOptions output = options("--output-filename out -outfile-pattern o.%r X").output();
      assertThat(output.directory()).isEqualTo("out");
      assertThat(output.onTerminal()).isTrue();
      assertThat(output.standardFile()).isEqualTo("o.%r");
      assertThat(options("-errfile-pattern e X").output().errorFile()).isEqualTo("e");
    }

    @Test
    void isKeptFromTheTerminalByNocopy() {
      OutputOptions output = options("--output-filename=out:nocopy X").output();
      assertThat(output.directory()).isEqualTo("out");
      assertThat(output.onTerminal()).isFalse();
    }
  }

  @Nested
  class Job {
    @Test
    void readsStandardInputInRankZero() {
      assertThat(options("X").stdin()).isEqualTo(new StdinTarget.OneRank(0));
      assertThat(options("-n 3 -stdin 2 X").stdin()).isEqualTo(new StdinTarget.OneRank(2));
      assertThat(options("--stdin all X").stdin()).isEqualTo(new StdinTarget.AllRanks());
      assertThat(options("--stdin=none X").stdin()).isEqualTo(new StdinTarget.NoRank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "some"})
    void readsStandardInputInARankThereIs(String stdin) {
      rejected(
          "-n 3 -stdin " + stdin + " X",
          "-stdin " + stdin + ": must be all, none or a rank from 0 to 2 (for example -stdin 0)");
    }

    @Test
    void hasATimeout() {
      assertThat(options("X").timeout()).isNull();
      assertThat(options("--timeout 60 X").timeout()).isEqualTo(Duration.ofMinutes(1));
      assertThat(options("--timeout=1 --get-stack-traces X").stackTraces()).isTrue();
    }

    @Test
    void hasATimeoutFromTheEnvironment() {
      MpiexecParser parser = new MpiexecParser(Map.of("MPIEXEC_TIMEOUT", "7"), HERE);
      Request.Run run = (Request.Run) parser.parse(List.of("X"));
      assertThat(run.line().options().timeout()).isEqualTo(Duration.ofSeconds(7));
      Request.Run given = (Request.Run) parser.parse(List.of("--timeout", "8", "X"));
      assertThat(given.line().options().timeout()).isEqualTo(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon"})
    void hasATimeoutOfWholeSeconds(String seconds) {
      rejected(
          "--timeout " + seconds + " X",
          "--timeout "
              + seconds
              + ": must be a whole number of seconds, 1 or more (for example --timeout 60)");
    }

    @Test
    void namesTheVariableOfAWrongTimeout() {
      assertThatThrownBy(
              () -> new MpiexecParser(Map.of("MPIEXEC_TIMEOUT", "x"), HERE).parse(List.of("Main")))
          .hasMessage(
              "MPIEXEC_TIMEOUT=x: must be a whole number of seconds, 1 or more (for example"
                  + " MPIEXEC_TIMEOUT=60)");
    }

    @Test
    void choosesItsThreads() {
      assertThat(options("X").threads()).isEqualTo(ThreadChoice.AUTO);
      assertThat(options("--threads=virtual X").threads()).isEqualTo(ThreadChoice.VIRTUAL);
      assertThat(options("-threads platform X").threads()).isEqualTo(ThreadChoice.PLATFORM);
      rejected("--threads=green X", "--threads=green: must be one of auto, platform, virtual");
    }

    @Test
    void choosesItsArguments() {
      assertThat(options("X").mpjArguments()).isEqualTo(MpjArguments.AUTO);
      assertThat(options("--mpj-args=off X").mpjArguments()).isEqualTo(MpjArguments.OFF);
      rejected("--mpj-args=x X", "--mpj-args=x: must be one of auto, on, off");
    }

    @Test
    void choosesWhatADeadlockDoes() {
      assertThat(options("X").deadlock()).isEqualTo(DeadlockChoice.ABORT);
      assertThat(options("--deadlock=off X").deadlock()).isEqualTo(DeadlockChoice.OFF);
      rejected("--deadlock=x X", "--deadlock=x: must be one of abort, off");
    }

    @Test
    void isQuietOrVerbose() {
      assertThat(options("X").verbosity()).isEqualTo(Verbosity.NORMAL);
      for (String quiet : List.of("-q", "--quiet")) {
        assertThat(options(quiet + " X").verbosity()).isEqualTo(Verbosity.QUIET);
      }
      for (String verbose : List.of("-v", "--verbose", "-verbose")) {
        assertThat(options(verbose + " X").verbosity()).isEqualTo(Verbosity.VERBOSE);
      }
    }
  }

  @Nested
  class OfOpenMpi5AndHydra {
    @Test
    void theInitialErrorHandler() {
      assertThat(options("Main").errhandler()).isEqualTo(InitialErrhandler.MPI_ERRORS_ARE_FATAL);
      assertThat(options("-initial-errhandler mpi_errors_return Main").errhandler())
          .isEqualTo(InitialErrhandler.MPI_ERRORS_RETURN);
      assertThatThrownBy(() -> options("--initial-errhandler none Main"))
          .hasMessage(
              "--initial-errhandler=none: must be one of mpi_errors_are_fatal, mpi_errors_abort,"
                  + " mpi_errors_return");
    }

    @Test
    void wordsForTheOutput() {
      OutputOptions output = options("--output tag,timestamp,merge,dir=d:nocopy Main").output();
      assertThat(output)
          .isEqualTo(
              options(
                      "-l --timestamp-output --merge-stderr-to-stdout --output-filename d:nocopy"
                          + " Main")
                  .output());
      assertThatThrownBy(() -> options("--output colour Main"))
          .hasMessage(
              "--output colour: colour must be one of tag, timestamp, merge, dir=DIR, file=DIR,"
                  + " nocopy");
    }

    @Test
    void whoReadsStandardInput() {
      assertThat(options("-s all -n 2 Main").stdin()).isEqualTo(new StdinTarget.AllRanks());
    }
  }

  @Nested
  class IgnoredOnes {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--oversubscribe",
          "-oversubscribe",
          "--nooversubscribe",
          "--allow-run-as-root",
          "--mca a b",
          "-mca a b",
          "--bind-to core",
          "-bind-to none",
          "--map-by slot",
          "--rank-by slot",
          "-ppn 2",
          "-N 2",
          "-npernode 2",
          "--report-bindings",
          "-f hosts",
          "-hostfile h",
          "--hostfile h",
          "-machinefile h",
          "-host a,b",
          "--host a:4",
          "-hosts a",
          "-H a",
          "-print-all-exitcodes",
          "-info",
          "--display-map",
          "-soft 1:2",
          "-arch x",
          "-path p",
          "--bind-to-core",
          "--leave-session-attached",
          "--display map",
          "--cpu-list 0,1",
          "-disable-auto-cleanup",
          "-launcher-exec ssh",
          "-usize 4",
          "-dev multicore",
          "-enable-x",
          "-localhost h",
          "-bootstrap-exec ssh",
          "--cartofile c",
          "--ppr 2:socket",
          "-d",
          "--display-topo",
          "--omca a b"
        })
    void areAcceptedAndRemembered(String option) {
      MpiexecLine line = line(option + " -n 2 Main");
      assertThat(line.ranks()).isEqualTo(2);
      assertThat(line.options().ignored())
          .singleElement()
          .satisfies(
              given ->
                  assertThat(given.replaceFirst("^-+", ""))
                      .isEqualTo(option.replaceFirst("^-+", "")));
    }

    @Test
    void mayBeRepeated() {
      assertThat(options("--mca a b --mca c d Main").ignored()).containsExactly("--mca a b c d");
    }
  }

  @Nested
  class UnknownOptions {
    @ParameterizedTest
    @CsvSource({
      "-nn, -n",
      "--nps, --np",
      "-wdr, -wdir",
      "--tag-ouput, --tag-output",
      "--timeoutt, --timeout",
      "--stdn, --stdin",
      "--verbos, --verbose",
      "-cpp, -cp",
    })
    void areAnsweredWithTheNearest(String mistyped, String meant) {
      rejected(
          mistyped + " 4 Main",
          "unknown option '"
              + mistyped
              + "': did you mean '"
              + meant
              + "'? (mpiexec --help lists the options)");
    }

    @Test
    void areRejectedWhenNothingIsNear() {
      rejected("--zebra=3 X", "unknown option '--zebra' (mpiexec --help lists the options)");
    }

    @Test
    void areFoundInEverySegment() {
      rejected(
          "A : -nn 2 B",
          "unknown option '-nn': did you mean '-n'? (mpiexec --help lists the options)");
    }
  }

  @Nested
  class ConfigFiles {
    @TempDir Path dir;

    private Request parse(String text, String... more) throws IOException {
      Path file = Files.writeString(dir.resolve("job"), text);
      List<String> words = new ArrayList<>(List.of("-l", "-configfile", file.toString()));
      words.addAll(List.of(more));
      return new MpiexecParser(Map.of(), HERE).parse(words);
    }

    @Test
    void holdASegmentALine() throws IOException {
      MpiexecLine line =
          ((Request.Run)
                  parse(
                      """
                      # the master
                      -n 1 -cp "my classes" Master 'one word'

                        -n 3 \\
                           Worker a\\
                      b  # and the workers
                      """))
              .line();
      assertThat(line.options().output().namesRank()).isTrue();
      assertThat(line.segments()).extracting(Segment::ranks).containsExactly(1, 3);
      assertThat(line.segments().get(0).java().options().classPath()).isEqualTo("my classes");
      assertThat(line.segments().get(0).java().arguments()).containsExactly("one word");
      assertThat(line.segments().get(1).java().arguments()).containsExactly("a", "b");
    }

    @Test
    void mustBeThere() {
      rejected("-configfile nix", "-configfile nix: the file cannot be read (no such file)");
    }

    @Test
    void mustBeText() throws IOException {
      Path file = Files.write(dir.resolve("bin"), new byte[] {(byte) 0xff, 0, 1});
      rejected(
          "-configfile " + file,
          "-configfile " + file + ": the file cannot be read (it is not UTF-8 text)");
    }

    @Test
    void mustHoldASegment() {
      assertThatThrownBy(() -> parse("# nothing\n\n"))
          .hasMessage(
              "-configfile %s: the file has no segment (write one on a line, for example -n 4"
                  + " app.jar)",
              dir.resolve("job"));
    }

    @Test
    void areTheWholeJob() {
      assertThatThrownBy(() -> parse("A", "Main"))
          .hasMessage(
              "-configfile %s: the file holds the whole job (leave out the program on the command"
                  + " line)",
              dir.resolve("job"));
    }
  }

  @Nested
  class Help {
    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "-help", "-n 4 --help", "--help Main"})
    void isAskedForBeforeTheProgram(String line) {
      assertThat(request(line)).isInstanceOf(Request.Help.class);
    }

    @Test
    void namesEveryOption() {
      String text = ((Request.Help) request("-h")).text();
      assertThat(new SegmentArgs().names())
          .hasSizeGreaterThan(50)
          .allSatisfy(
              name -> assertThat(text).containsPattern("-" + name.replaceFirst("^-+", "") + "\\b"));
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void isNotForTheProgram() {
      assertThat(request("Main --help")).isInstanceOf(Request.Run.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version", "-version"})
  void theVersionIsAskedFor(String option) {
    assertThat(request(option)).isEqualTo(new Request.Version());
  }
}
