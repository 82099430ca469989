package dev.metaproc.launcher.daemon;

/** What this is a version of. */
public final class Version {
  private Version() {}

  /** The jar's version, or that it comes from no jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
