package dev.metaproc.isolation.jdk;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Child processes, and the program's own process handle. */
public final class ProcessHooks {
  private ProcessHooks() {}

  public static ProcessHandle current(JdkState state) {
    return state.handle();
  }

  public static Optional<ProcessHandle> of(JdkState state, long pid) {
    return own(state).filter(each -> each.pid() == pid).findFirst().or(() -> ProcessHandle.of(pid));
  }

  public static Stream<ProcessHandle> allProcesses(JdkState state) {
    return Stream.concat(own(state), ProcessHandle.allProcesses());
  }

  private static Stream<ProcessHandle> own(JdkState state) {
    return Stream.concat(Stream.of(state.handle()), state.handle().descendants());
  }

  public static int availableProcessors(JdkState state, Runtime runtime) {
    return state.processors();
  }

  public static Map<String, String> environment(JdkState state, ProcessBuilder builder) {
    Map<String, String> environment = builder.environment();
    if (state.builders.put(builder, true) == null) {
      environment.clear();
      environment.putAll(state.environment());
    }
    return environment;
  }

  public static Process start(JdkState state, ProcessBuilder builder) throws IOException {
    environment(state, builder);
    File directory = builder.directory();
    InheritedStreams inherited = InheritedStreams.of(state, builder);
    try {
      builder.directory(
          directory == null ? state.directory().toFile() : Paths.absolute(state, directory));
      return inherited.connect(state, builder.start());
    } finally {
      inherited.restore(builder);
      builder.directory(directory);
    }
  }

  public static Process exec(JdkState state, Runtime runtime, String command) throws IOException {
    return exec(state, runtime, command, null, null);
  }

  public static Process exec(
      JdkState state, Runtime runtime, String command, String @Nullable [] variables)
      throws IOException {
    return exec(state, runtime, command, variables, null);
  }

  public static Process exec(
      JdkState state,
      Runtime runtime,
      String command,
      String @Nullable [] variables,
      @Nullable File directory)
      throws IOException {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("Empty command");
    }
    StringTokenizer words = new StringTokenizer(command);
    String[] split = new String[words.countTokens()];
    for (int i = 0; i < split.length; i++) {
      split[i] = words.nextToken();
    }
    return exec(state, runtime, split, variables, directory);
  }

  public static Process exec(JdkState state, Runtime runtime, String[] command) throws IOException {
    return exec(state, runtime, command, null, null);
  }

  public static Process exec(
      JdkState state, Runtime runtime, String[] command, String @Nullable [] variables)
      throws IOException {
    return exec(state, runtime, command, variables, null);
  }

  public static Process exec(
      JdkState state,
      Runtime runtime,
      String[] command,
      String @Nullable [] variables,
      @Nullable File directory)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = environment(state, builder);
    if (variables != null) {
      environment.clear();
      for (String variable : variables) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
    }
    if (directory != null) {
      builder.directory(Paths.absolute(state, directory));
    }
    return start(state, builder);
  }
}
