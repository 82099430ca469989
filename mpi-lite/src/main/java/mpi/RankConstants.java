package mpi;

import dev.metaproc.api.ServiceContext;

/**
 * What {@link MPI} inherits, defined anew for every rank as that class is. Not for programs.
 *
 * <p>Classes compiled against MPJ Express name the field {@code MPI.COMM_SELF} with the type {@code
 * Comm}, those compiled against Open MPI with {@code Intracomm}. The JVM looks for a field by name
 * and type (JVMS 5.4.3.2), in the class and then in its superclass: each finds its own.
 */
public abstract class RankConstants {
  static final MpiProcess PROCESS = ServiceContext.current().service(MpiProcess.class);

  /** This rank alone, as mpiJava types it. */
  public static final Comm COMM_SELF = PROCESS.self();

  RankConstants() {}
}
