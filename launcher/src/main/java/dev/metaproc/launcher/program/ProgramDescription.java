package dev.metaproc.launcher.program;

import dev.metaproc.isolation.AssertionOptions;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.AssertionSwitch;
import dev.metaproc.launcher.javaline.ClassPaths;
import dev.metaproc.launcher.javaline.JavaOptions;
import java.nio.file.Path;

/** From what {@code java} would be told to the builder of a program in this JVM. */
public final class ProgramDescription {
  private ProgramDescription() {}

  /** All but its name, arguments, environment and streams. */
  public static ProgramBuilder of(
      MetaProcess host, Executable executable, JavaOptions options, Path directory) {
    ProgramBuilder program = host.program();
    switch (executable) {
      case Executable.Jar(var file) -> program.jar(file);
      case Executable.MainClass(var classPath, var name) ->
          program.classPath(classPath).mainClass(name);
      case Executable.Module(var modulePath, var classPath, var name, var mainClass) -> {
        program.modulePath(modulePath).classPath(classPath).mainModule(name);
        if (mainClass != null) {
          program.mainClass(mainClass);
        }
      }
    }
    program.directory(directory);
    options.properties().forEach(program::property);
    if (options.modulePath() != null && !options.addModules().isEmpty()) {
      program.modulePath(ClassPaths.entries(options.modulePath(), directory));
      program.addModules(options.addModules());
    }
    for (JavaOptions.Agent agent : options.agents()) {
      program.agent(directory.resolve(agent.jar()), agent.options());
    }
    options.addOpens().forEach(program::addOpens);
    options.addExports().forEach(program::addExports);
    program.stackSize(options.stackSize());
    return program.assertions(assertions(options));
  }

  private static AssertionOptions assertions(JavaOptions options) {
    AssertionOptions assertions = AssertionOptions.NONE;
    for (AssertionSwitch each : options.assertions()) {
      if (each.scope() != AssertionSwitch.Scope.SYSTEM) {
        assertions = assertions.and(each.enabled(), each.target());
      }
    }
    return assertions;
  }

  /** Why a program could not be started, as the command line tells it. */
  public static LaunchException failure(ProgramException e) {
    Kind kind =
        switch (e.kind()) {
          case NOT_FOUND -> Kind.NOT_FOUND;
          case NOT_RUNNABLE, NEEDS_OWN_JVM -> Kind.NOT_RUNNABLE;
        };
    return new LaunchException(kind, String.valueOf(e.getMessage()), e);
  }
}
