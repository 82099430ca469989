package dev.metaproc.launcher.job;

/** What {@code --version} prints. */
final class Version {
  private Version() {}

  static String line() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "mpiexec (Metaproc) "
        + (version == null ? "development" : version)
        + ", Java "
        + Runtime.version();
  }
}
