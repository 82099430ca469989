package dev.metaproc.isolation;

import java.util.Set;

/**
 * What programs may see of the host's own class path: nothing but these packages.
 *
 * @param packages packages whose classes all programs share, such as {@code mpi}
 * @param ownCopies binary names of classes in those packages of which every program defines its own
 *     copy, so that their statics are the program's
 */
public record ApiSurface(Set<String> packages, Set<String> ownCopies) {
  private static final Set<String> ALWAYS =
      Set.of("dev.metaproc.api", "dev.metaproc.isolation.jdk", "dev.metaproc.isolation.shared");

  public ApiSurface {
    packages = Set.copyOf(packages);
    ownCopies = Set.copyOf(ownCopies);
  }

  /** Only the service context and what rewritten classes call. */
  public static ApiSurface minimal() {
    return new ApiSurface(Set.of(), Set.of());
  }

  /** Is it defined by the loaders of programs: an own copy, or the holder of one's statics? */
  boolean isOwnCopy(String className) {
    int holder = className.lastIndexOf("$$");
    return ownCopies.contains(className)
        || (holder > 0 && ownCopies.contains(className.substring(0, holder)));
  }

  boolean shares(String className) {
    int dot = className.lastIndexOf('.');
    String owner = dot < 0 ? "" : className.substring(0, dot);
    return ALWAYS.contains(owner) || packages.contains(owner);
  }
}
