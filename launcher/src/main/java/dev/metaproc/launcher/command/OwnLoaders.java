package dev.metaproc.launcher.command;

import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.Target;
import java.nio.file.Path;
import java.util.Set;

/**
 * Main classes that load the program proper through class loaders of their own. What those define
 * is not isolated yet, so such a program has a JVM of its own under the {@code java} command.
 */
final class OwnLoaders {
  private static final Set<String> CLASSES =
      Set.of(
          "org.codehaus.plexus.classworlds.launcher.Launcher", // Maven
          "org.apache.catalina.startup.Bootstrap", // Tomcat
          "org.jboss.modules.Main", // WildFly
          "org.apache.karaf.main.Main");

  private static final Set<String> JARS = Set.of("jboss-modules.jar", "bootstrap.jar");

  private OwnLoaders() {}

  static boolean has(JavaLine line) {
    return switch (line.target()) {
      case Target.Word(String word) -> CLASSES.contains(word);
      case Target.Jar(String file) -> {
        Path name = Path.of(file).getFileName();
        yield name != null && JARS.contains(name.toString());
      }
    };
  }
}
