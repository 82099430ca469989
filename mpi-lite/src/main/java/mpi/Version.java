package mpi;

/** A version of the MPI standard. */
public final class Version {
  private final int version;
  private final int subVersion;

  private Version(int version, int subVersion) {
    this.version = version;
    this.subVersion = subVersion;
  }

  /** Which standard {@link MPI} follows. */
  public static Version standard() {
    return new Version(MPI.VERSION, MPI.SUBVERSION);
  }

  /** What this library calls itself. */
  public static String library() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "Metaproc MPI" + (version == null ? "" : " " + version);
  }

  public int getVersion() {
    return version;
  }

  public int getSubVersion() {
    return subVersion;
  }
}
