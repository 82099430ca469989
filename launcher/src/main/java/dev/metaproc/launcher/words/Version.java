package dev.metaproc.launcher.words;

/** What this is a version of. */
public final class Version {
  private Version() {}

  /** The jar's version, or that it comes from no jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What {@code --version} prints of a command. */
  public static String line(String command) {
    return command + " " + text() + ", Java " + Runtime.version();
  }
}
