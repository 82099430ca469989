package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.ChildStreams;
import dev.metaproc.launcher.javaline.VariableWords;
import dev.metaproc.launcher.session.Session;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Process mode: a real JVM for one program, on the streams of a client. */
record ChildJvm(Session session) {
  private static final File NOTHING = new File("/dev/null");

  /** Runs {@code java} with these words and gives its exit code. */
  int run(List<String> words) throws IOException, InterruptedException {
    return run(builder(words));
  }

  /** The same for words that have what the variables say, which was told. */
  int runTold(List<String> words) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(words);
    builder.environment().keySet().removeAll(VariableWords.NAMES);
    return run(builder);
  }

  private int run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    session.onGone(process::destroy);
    session.onSignal(signal -> process.destroy());
    return ChildStreams.carry(process, session.in(), session.out(), session.err());
  }

  /** Prints what that Java is, with the words of {@code -version} or of {@code --version}. */
  void version(String option) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(List.of(option));
    builder.environment().keySet().removeAll(VariableWords.NAMES);
    Process process = builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING)).start();
    var _ = ChildStreams.carry(process, null, session.out(), session.err());
  }

  private ProcessBuilder builder(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(session.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(session.environment());
    ClientVariables.remove(builder.environment());
    return builder;
  }
}
