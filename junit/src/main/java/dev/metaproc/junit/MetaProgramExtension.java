package dev.metaproc.junit;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts what {@link MetaProgram} says, in one host for the whole run of tests. */
final class MetaProgramExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(MetaProgramExtension.class);
  private static final Matcher NOTHING = Pattern.compile("").matcher("");

  /**
   * What the store it is in closes: before JUnit 5.13 only what is a {@link
   * Store.CloseableResource}, which is deprecated since.
   */
  @SuppressWarnings("deprecation")
  private interface Closed extends Store.CloseableResource, AutoCloseable {
    @Override
    void close();
  }

  /** Closed when the run of all tests ends. */
  private record Host(MetaProcess process) implements Closed {
    @Override
    public void close() {
      process.close();
    }
  }

  /** Closed by the store of its test or class, before the host. */
  private record Running(Program program, int stopSeconds) implements Closed {
    @Override
    public void close() {
      program.destroy();
      program
          .onExit()
          .completeOnTimeout(program, stopSeconds, TimeUnit.SECONDS)
          .thenAccept(late -> program.destroyForcibly())
          .thenCompose(killed -> program.onExit())
          .join();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    inject(context, null);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      inject(context, instance);
    }
  }

  private static void inject(ExtensionContext context, @Nullable Object instance) throws Exception {
    Class<?> from = instance == null ? context.getRequiredTestClass() : instance.getClass();
    for (Class<?> type = from; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        MetaProgram program = field.getAnnotation(MetaProgram.class);
        if (program != null && Modifier.isStatic(field.getModifiers()) == (instance == null)) {
          field.setAccessible(true);
          field.set(instance, start(program, field.getType(), "field " + field.getName(), context));
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(MetaProgram.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    MetaProgram program = parameter.findAnnotation(MetaProgram.class).orElseThrow();
    try {
      return start(
          program,
          parameter.getParameter().getType(),
          "parameter " + parameter.getParameter().getName(),
          context);
    } catch (ProgramException e) {
      throw new ExtensionConfigurationException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExtensionConfigurationException("interrupted while a program started", e);
    }
  }

  private static Object start(
      MetaProgram annotation, Class<?> type, String where, ExtensionContext context)
      throws ProgramException, InterruptedException {
    if (type != TestProgram.class && type != Program.class) {
      throw new ExtensionConfigurationException(
          "@MetaProgram "
              + where
              + " is of type "
              + type.getName()
              + ": it must be TestProgram or Program");
    }
    if (annotation.mainClass().isEmpty() == annotation.jar().isEmpty()) {
      throw new ExtensionConfigurationException(
          "@MetaProgram " + where + " must have one of mainClass and jar");
    }
    PrintedLines out = new PrintedLines();
    PrintedLines err = new PrintedLines();
    Program program = builder(annotation, host(context)).output(out).error(err).start();
    context.getStore(NAMESPACE).put(program, new Running(program, annotation.stopSeconds()));
    MatchResult ready =
        annotation.ready().isEmpty()
            ? NOTHING.toMatchResult()
            : out.await(
                program, Pattern.compile(annotation.ready()), annotation.readySeconds(), err);
    return type == Program.class ? program : new TestProgram(program, out, err, ready);
  }

  private static MetaProcess host(ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    return store
        .getOrComputeIfAbsent(
            Host.class, key -> new Host(MetaProcess.open(ApiSurface.minimal())), Host.class)
        .process();
  }

  private static ProgramBuilder builder(MetaProgram from, MetaProcess host) {
    ProgramBuilder builder = host.program().arguments(List.of(from.arguments()));
    if (from.jar().isEmpty()) {
      builder.mainClass(from.mainClass()).classPath(classPath(from));
    } else {
      builder.jar(Path.of(from.jar()));
    }
    pairs(from.properties(), "properties").forEach(builder::property);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(pairs(from.environment(), "environment"));
    return builder.environment(environment);
  }

  private static List<Path> classPath(MetaProgram from) {
    return from.classPath().length > 0
        ? Arrays.stream(from.classPath()).map(Path::of).toList()
        : TestClassPath.elements();
  }

  private static Map<String, String> pairs(String[] texts, String what) {
    Map<String, String> pairs = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new ExtensionConfigurationException(
            "@MetaProgram " + what + " has '" + text + "': it must be NAME=VALUE");
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }
}
