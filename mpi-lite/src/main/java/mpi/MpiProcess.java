package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.MpiRank;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host's handle of one rank, and what {@link MPI} delegates to. Not for users: programs call
 * {@code MPI}. Any thread of the rank may use it.
 */
public final class MpiProcess {
  private static final int MPJ_ARGUMENTS = 3;

  private final MpiRank rank;
  private final boolean mpjArguments;
  private final Intracomm world;
  private final Intracomm self;
  private volatile @Nullable Thread mainThread;
  private volatile @Nullable ByteBuffer attached;
  private volatile Errhandler errhandler = Predefined.ERRORS_ARE_FATAL;

  MpiProcess(MpiRank rank, boolean mpjArguments) {
    this.rank = rank;
    this.mpjArguments = mpjArguments;
    this.world = new Intracomm(rank.job().world(rank));
    this.self = new Intracomm(rank.job().self(rank));
  }

  /** The arguments to start the program's main with: {@code user}, behind MPJ's three if wanted. */
  public String[] mpjArguments(String... user) {
    if (!mpjArguments) {
      return user.clone();
    }
    String[] all = new String[MPJ_ARGUMENTS + user.length];
    all[0] = Integer.toString(world.core.member());
    all[1] = Integer.toString(world.core.size());
    all[2] = "metaproc";
    System.arraycopy(user, 0, all, MPJ_ARGUMENTS, user.length);
    return all;
  }

  /** {@code MPI.COMM_WORLD}. */
  public Intracomm world() {
    return world;
  }

  /** {@code MPI.COMM_SELF}. */
  public Intracomm self() {
    return self;
  }

  /**
   * {@code MPI.INFO_ENV}.
   *
   * @param directory the program's own working directory, which only its own code knows
   */
  public Info environment(String directory) {
    rank.directory(directory);
    return Info.constant(
        Map.of(
            "maxprocs", Integer.toString(world.core.size()),
            "soft", Integer.toString(world.core.size()),
            "host", processorName(),
            "arch", System.getProperty("os.arch", ""),
            "wdir", directory,
            "thread_level", "MPI_THREAD_MULTIPLE"));
  }

  /** Returns the user's arguments: without MPJ's three if the program was started with them. */
  public String[] init(String @Nullable [] arguments) {
    String[] given = arguments == null ? new String[0] : arguments;
    rank.initialize();
    mainThread = Thread.currentThread();
    return mpjArguments && given.length >= MPJ_ARGUMENTS
        ? Arrays.copyOfRange(given, MPJ_ARGUMENTS, given.length)
        : given;
  }

  public void finish() {
    rank.finalizeRank();
    attached = null;
    mainThread = null;
  }

  public boolean isInitialized() {
    return rank.isInitialized();
  }

  public boolean isFinalized() {
    return rank.isFinalized();
  }

  /** Is this the thread that called Init? */
  public boolean isMainThread() {
    rank.requireActive("isMainThread");
    return mainThread == Thread.currentThread();
  }

  public void requireActive(String operation) {
    rank.requireActive(operation);
  }

  public void attachBuffer(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      throw new MPIException(
          ErrorClass.BUFFER, "Buffer_attach: the buffer is null: pass a ByteBuffer");
    }
    rank.attachBuffer(buffer.capacity());
    attached = buffer;
  }

  /** Waits until every buffered message was received; returns the buffer. */
  public @Nullable ByteBuffer detachBuffer() {
    rank.detachBuffer();
    ByteBuffer buffer = attached;
    attached = null;
    return buffer;
  }

  /** The array a program attached. */
  public static byte[] arrayOf(@Nullable ByteBuffer buffer) {
    if (buffer == null || !buffer.hasArray() || buffer.arrayOffset() != 0) {
      return new byte[0];
    }
    return buffer.array();
  }

  public Errhandler errhandler() {
    return errhandler;
  }

  public void errhandler(@Nullable Errhandler handler) {
    if (handler == null) {
      throw new MPIException(
          ErrorClass.ARG,
          "Errorhandler_set: the handler is null:"
              + " pass MPI.ERRORS_ARE_FATAL or MPI.ERRORS_RETURN");
    }
    errhandler = handler;
  }

  /** The name of the machine. */
  public String processorName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
