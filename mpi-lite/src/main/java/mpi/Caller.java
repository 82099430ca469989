package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.MpiRank;
import java.lang.reflect.Field;

/**
 * Finds the rank whose program calls a static method of a class that all ranks share. Only {@link
 * MPI} is the rank's own, so the nearest caller's class loader is asked for that class.
 */
@SuppressWarnings("ReferenceEquality") // a class loader is its identity
final class Caller {
  private static final StackWalker FRAMES =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Caller() {}

  static MpiRank rank(String operation) {
    return world(operation).core.rank();
  }

  /**
   * {@code MPI.COMM_WORLD} of the calling program.
   *
   * @throws MPIException if MPI is not active there, or no program calls
   */
  static Intracomm world(String operation) {
    Intracomm world = find(operation);
    world.core.check(operation);
    return world;
  }

  /** As {@link #world}, but initialises MPI if the program has not. */
  static Intracomm worldOrNew(String operation) {
    Intracomm world = find(operation);
    if (!world.core.rank().isInitialized()) {
      world.core.rank().initialize();
    }
    world.core.check(operation);
    return world;
  }

  private static Intracomm find(String operation) {
    ClassLoader shared = Caller.class.getClassLoader();
    ClassLoader loader =
        FRAMES.walk(
            frames ->
                frames
                    .map(frame -> frame.getDeclaringClass().getClassLoader())
                    .filter(each -> each != null && each != shared && hasMpi(each))
                    .findFirst()
                    .orElse(null));
    if (loader == null) {
      throw new MPIException(
          ErrorClass.OTHER,
          operation + " was called outside of a rank: start the program with mpiexec");
    }
    return worldOf(loader);
  }

  private static boolean hasMpi(ClassLoader loader) {
    try {
      return Class.forName("mpi.MPI", false, loader).getClassLoader()
          != Caller.class.getClassLoader();
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Intracomm worldOf(ClassLoader loader) {
    try {
      Field field = Class.forName("mpi.MPI", true, loader).getField("COMM_WORLD");
      return (Intracomm) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new MPIException(e);
    }
  }
}
