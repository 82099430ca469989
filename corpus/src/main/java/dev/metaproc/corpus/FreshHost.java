package dev.metaproc.corpus;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one case in a host that has run nothing before: a child JVM with this one's options. */
final class FreshHost {
  private static final int GRACE_SECONDS = 300;

  private final Path corpus;
  private final Settings settings;
  private final List<String> passedOn;

  /**
   * @param passedOn options of the command that hold for the child too
   */
  FreshHost(Path corpus, Settings settings, List<String> passedOn) {
    this.corpus = corpus;
    this.settings = settings;
    this.passedOn = List.copyOf(passedOn);
  }

  Outcome run(CorpusCase source) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(settings.javaHome() + "/bin/java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CorpusMain.class.getName());
    command.addAll(List.of("--mode=sequence", "--only=" + source.id()));
    command.addAll(passedOn);
    command.add(corpus.toString());
    Files.createDirectories(settings.work());
    Path log = settings.work().resolve(source.id() + ".log");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile())
            .start();
    if (!child.waitFor(settings.timeout(source) + GRACE_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly().waitFor();
      return Outcome.failed("the host did not end; its output is " + log);
    }
    String printed = Files.readString(log).strip();
    if (child.exitValue() == 0) {
      Files.delete(log);
      return new Outcome(List.of(), note(printed));
    }
    return Outcome.failed("host exit code " + child.exitValue() + "\n" + printed);
  }

  /** Of the child's first report; all are of the same program. */
  private static String note(String printed) {
    String first = printed.lines().findFirst().orElse("");
    int note = first.indexOf(Report.NOTE);
    return note < 0 ? "" : first.substring(note + Report.NOTE.length());
  }
}
