package dev.metaproc.isolation.jdk;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Child processes, and the program's own process handle. */
public final class ProcessHooks {
  private ProcessHooks() {}

  public static ProcessHandle current(JdkState state) {
    return state.handle();
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
    if (directory != null) {
      return builder.start();
    }
    try {
      return builder.directory(state.directory().toFile()).start();
    } finally {
      builder.directory(null);
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
      builder.directory(Paths.resolve(state, directory));
    }
    return start(state, builder);
  }
}
