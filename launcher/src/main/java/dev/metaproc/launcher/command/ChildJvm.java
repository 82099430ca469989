package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.session.Session;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    builder.environment().keySet().removeAll(EnvironmentOptions.NAMES);
    return run(builder);
  }

  private int run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    session.onGone(process::destroy);
    session.onSignal(signal -> process.destroy());
    var _ = HostThreads.start("host/stdin", () -> feed(process));
    Thread out = copy(process.getInputStream(), session.out());
    Thread err = copy(process.getErrorStream(), session.err());
    int code = process.waitFor();
    out.join();
    err.join();
    return ExitCodes.ofProgram(code);
  }

  /** Prints what that Java is, with the words of {@code -version} or of {@code --version}. */
  void version(String option) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(List.of(option));
    builder.environment().keySet().removeAll(EnvironmentOptions.NAMES);
    Process process = builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING)).start();
    Thread out = copy(process.getInputStream(), session.out());
    Thread err = copy(process.getErrorStream(), session.err());
    out.join();
    err.join();
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

  private void feed(Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      byte[] bytes = new byte[8192];
      InputStream in = session.in();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        stdin.write(bytes, 0, n);
        stdin.flush();
      }
    } catch (IOException e) {
      return; // it reads no more
    }
  }

  private static Thread copy(InputStream from, OutputStream to) {
    return HostThreads.start(
        "host/output",
        () -> {
          try {
            from.transferTo(to);
          } catch (IOException e) {
            return; // the client has gone
          }
        });
  }
}
