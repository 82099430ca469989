package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.MpiRank;
import java.lang.reflect.Array;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  private volatile Map<String, String> started = Map.of();
  private volatile Errhandler errhandler = Predefined.ERRORS_ARE_FATAL;

  MpiProcess(MpiRank rank, boolean mpjArguments, Errhandler initial) {
    this.rank = rank;
    this.mpjArguments = mpjArguments;
    this.world = new Intracomm(rank.job().world(rank));
    this.self = new Intracomm(rank.job().self(rank));
    world.beginWith(initial);
    self.beginWith(initial);
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
    Map<String, String> all = new LinkedHashMap<>(started);
    String ranks = Integer.toString(world.core.size());
    all.put("maxprocs", ranks);
    all.put("soft", ranks);
    all.put("ompi_np", ranks);
    all.put("host", processorName());
    all.put("arch", System.getProperty("os.arch", ""));
    all.put("wdir", directory);
    all.put("thread_level", "MPI_THREAD_MULTIPLE");
    return Info.constant(all);
  }

  /**
   * What {@code MPI.INFO_ENV} tells besides.
   *
   * @param command the main class, or the jar
   * @param firstRanks of each program of the job
   */
  public void startedAs(String command, List<String> arguments, List<Integer> firstRanks) {
    started =
        Map.of(
            "command",
            command,
            "argv",
            String.join(" ", arguments),
            "ompi_num_apps",
            Integer.toString(firstRanks.size()),
            "ompi_first_rank",
            firstRanks.stream().map(String::valueOf).collect(Collectors.joining(" ")));
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

  /** A direct buffer in native order of {@code capacity} values of {@code bytes} bytes. */
  public static ByteBuffer newBuffer(int capacity, int bytes) {
    if (capacity < 0 || capacity > Integer.MAX_VALUE / bytes) {
      throw new MPIException(
          ErrorClass.ARG,
          ("new Buffer: capacity " + capacity + " is out of range: use 0..")
              + Integer.MAX_VALUE / bytes);
    }
    return ByteBuffer.allocateDirect(capacity * bytes).order(ByteOrder.nativeOrder());
  }

  /** For a slice: the buffer, if {@code offset} lies in it. */
  public static <B extends Buffer> B requireInside(@Nullable B buffer, int offset) {
    B given = Arguments.given("slice", "buffer", buffer);
    requireInside(offset, given.capacity());
    return given;
  }

  /** For a slice of an array: {@code offset}, if it lies in it. */
  public static int requireInside(@Nullable Object array, int offset) {
    requireInside(offset, Array.getLength(Arguments.given("slice", "array", array)));
    return offset;
  }

  private static void requireInside(int offset, int length) {
    if (offset < 0 || offset > length) {
      throw new MPIException(
          ErrorClass.ARG,
          "slice: offset "
              + offset
              + " is outside of a buffer of length "
              + length
              + ": use 0.."
              + length);
    }
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
