package dev.metaproc.launcher.client;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that start scripts take for a JDK: links to everything of the real one, but {@code
 * bin/java} is ours. A file in it names the real one, so that our own scripts do not take it for a
 * JDK to run on.
 */
final class JavaHome {
  /** Tells our scripts, and holds the real home; bin/.metaproc-env.sh knows it, too. */
  private static final String MARK = ".metaproc-java-home";

  private JavaHome() {}

  /** Makes it anew, in place of what another JDK or checkout left there. */
  static Path create(Path home) throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    Path bin = Path.of(System.getProperty("metaproc.bin"));
    Files.createDirectories(home.resolve("bin"));
    link(jdk, home, "bin");
    link(jdk.resolve("bin"), home.resolve("bin"), "java");
    Files.writeString(home.resolve(MARK), jdk + "\n");
    Path java = home.resolve("bin/java.new");
    Files.writeString(
        java,
        """
        #!/bin/sh
        # Runs programs in a Metaproc host.
        METAPROC_JAVA_HOME='%s'
        export METAPROC_JAVA_HOME
        exec '%s' "$@"
        """
            .formatted(jdk, bin.resolve("java")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(java, home.resolve("bin/java"), StandardCopyOption.REPLACE_EXISTING);
    return home;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
      for (Path entry : entries) {
        Path link = to.resolve(String.valueOf(entry.getFileName()));
        if (!link.endsWith(except)) {
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, entry);
        }
      }
    }
  }
}
