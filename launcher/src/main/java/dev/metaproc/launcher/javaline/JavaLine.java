package dev.metaproc.launcher.javaline;

import java.util.List;

/** What {@code java} would be told: options, program, arguments. */
public record JavaLine(JavaOptions options, Target target, List<String> arguments) {
  public JavaLine {
    arguments = List.copyOf(arguments);
  }
}
