package dev.metaproc.isolation.jdk;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Child processes, and the program's own process handle. */
public final class ProcessHooks {
  private ProcessHooks() {}

  public static ProcessHandle current(JdkState state) {
    return state.handle();
  }

  /** The JVM's bean, but for what is about the process. */
  public static RuntimeMXBean getRuntimeMXBean(JdkState state) {
    RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
    return (RuntimeMXBean)
        Proxy.newProxyInstance(
            RuntimeMXBean.class.getClassLoader(),
            new Class<?>[] {RuntimeMXBean.class},
            (proxy, method, arguments) -> answer(state, jvm, method, arguments));
  }

  private static @Nullable Object answer(
      JdkState state, RuntimeMXBean jvm, Method method, Object @Nullable [] arguments)
      throws IllegalAccessException {
    long pid = state.handle().pid();
    long start = state.handle().info().startInstant().orElseThrow().toEpochMilli();
    try {
      return switch (method.getName()) {
        case "getPid" -> pid;
        case "getName" -> pid + jvm.getName().substring(jvm.getName().indexOf('@'));
        case "getStartTime" -> start;
        case "getUptime" -> System.currentTimeMillis() - start;
        case "getClassPath" -> state.properties().getProperty("java.class.path");
        case "getInputArguments" -> state.options;
        case "getSystemProperties" -> texts(state.properties());
        default -> method.invoke(jvm, arguments);
      };
    } catch (InvocationTargetException e) {
      throw new UnsupportedOperationException(e.getCause());
    }
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return texts;
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
    InheritedStreams inherited = InheritedStreams.of(builder);
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
