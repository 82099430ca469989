package dev.metaproc.isolation;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The {@code -javaagent}s of one program, and the {@code Launcher-Agent-Class} of its jar: {@link
 * java.lang.instrument}, with "the JVM" read as "the program". They run on the program's main
 * thread before its main class is loaded.
 *
 * @param all in the order they run
 * @param classPath what they add to that of the program
 */
record Agents(List<Agent> all, List<Path> classPath) {
  private static final Agents NONE = new Agents(List.of(), List.of());

  /**
   * One of them.
   *
   * @param method {@code premain} or {@code agentmain}
   */
  record Agent(String className, String method, @Nullable String options) {}

  /**
   * Reads the manifests.
   *
   * @throws ProgramException if a jar is missing or no agent
   */
  static Agents of(ProgramBuilder from) throws ProgramException {
    Agent ofJar = ofJar(from);
    if (from.agents.isEmpty() && ofJar == null) {
      return NONE;
    }
    List<Agent> all = new ArrayList<>();
    List<Path> classPath = new ArrayList<>();
    for (ProgramBuilder.AgentJar each : from.agents) {
      Path jar = from.workingDirectory().resolve(each.jar()).normalize();
      Attributes attributes = attributes(jar);
      String name = attributes == null ? null : attributes.getValue("Premain-Class");
      if (name == null) {
        throw ProgramException.notRunnable(
            "agent " + each.jar() + " is no jar with Premain-Class in its manifest", null);
      }
      all.add(new Agent(name.trim(), "premain", each.options()));
      classPath.add(jar);
      String more = attributes == null ? null : attributes.getValue("Boot-Class-Path");
      if (more != null) {
        for (String relative : more.trim().split("\\s+")) {
          classPath.add(jar.resolveSibling(relative).normalize());
        }
      }
    }
    if (ofJar != null) {
      all.add(ofJar);
    }
    return new Agents(all, classPath);
  }

  private static @Nullable Agent ofJar(ProgramBuilder from) {
    Path jar = from.jar;
    Attributes attributes = jar == null ? null : attributes(from.workingDirectory().resolve(jar));
    String name = attributes == null ? null : attributes.getValue("Launcher-Agent-Class");
    return name == null ? null : new Agent(name.trim(), "agentmain", "");
  }

  /** Null where there is no jar, or one without a manifest. */
  private static @Nullable Attributes attributes(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return null;
    }
    try (JarFile open = new JarFile(jar.toFile())) {
      Manifest manifest = open.getManifest();
      return manifest == null ? null : manifest.getMainAttributes();
    } catch (IOException e) {
      return null;
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** An entry that runs them, and only then loads the main class, which they may change. */
  MainEntry entry(String mainClass, ProgramLoader loader) {
    return new Entry(this, mainClass, loader);
  }

  private record Entry(Agents agents, String className, ProgramLoader loader) implements MainEntry {
    @Override
    public MethodHandle handle() throws Throwable {
      ProgramInstrumentation instrumentation = Objects.requireNonNull(loader.instrumentation());
      try {
        for (Agent agent : agents.all) {
          start(agent, loader, instrumentation);
        }
      } catch (Throwable thrown) {
        String refused = instrumentation.refused();
        throw refused == null ? thrown : new OwnJvmNeededException(refused, thrown);
      }
      return MainMethod.of(Class.forName(className, false, loader)).handle();
    }
  }

  private static void start(Agent agent, ProgramLoader loader, Instrumentation instrumentation)
      throws Throwable {
    Class<?> type = Class.forName(agent.className, true, loader);
    try {
      Method two = method(type, agent.method, String.class, Instrumentation.class);
      if (two != null) {
        two.invoke(null, agent.options, instrumentation);
        return;
      }
      Method one = method(type, agent.method, String.class);
      if (one == null) {
        throw new NoSuchMethodException(agent.className + "." + agent.method);
      }
      one.invoke(null, agent.options);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
