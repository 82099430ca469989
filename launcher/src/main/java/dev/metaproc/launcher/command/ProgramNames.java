package dev.metaproc.launcher.command;

import dev.metaproc.launcher.javaline.JavaLine;
import java.util.Locale;

/** What a program is called when nobody named it. */
final class ProgramNames {
  private ProgramNames() {}

  /** The jar or class without its path, package and ending, in small letters. */
  static String of(JavaLine line) {
    String text = line.target().text().replaceFirst("/+$", "");
    String file = text.substring(text.lastIndexOf('/') + 1).replaceFirst("\\.(jar|java)$", "");
    boolean isClass = !text.contains("/") && !text.endsWith(".jar") && !text.endsWith(".java");
    String name = isClass ? file.substring(file.lastIndexOf('.') + 1) : file;
    return name.toLowerCase(Locale.ROOT);
  }
}
