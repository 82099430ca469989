package mpi;

import dev.metaproc.api.ServiceContext;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The entry to MPI: start here.
 *
 * {@snippet :
 * MPI.Init(args);
 * int me = MPI.COMM_WORLD.Rank();
 * int[] sum = {me};
 * MPI.COMM_WORLD.Allreduce(sum, 0, sum, 0, 1, MPI.INT, MPI.SUM);
 * MPI.Finalize();
 * }
 *
 * <p>All threads of a rank may call MPI at any time ({@code THREAD_MULTIPLE}). Before Init and
 * after Finalize only Initialized, the clocks and the processor name may be asked.
 *
 * <p>Each rank has a copy of this class, and so its own {@code COMM_WORLD}. INVARIANT: it is one
 * class file and uses only public members of other classes, since they are not in its run-time
 * package; no other class may use its statics but for compile-time constants.
 */
public final class MPI {
  public static final int ANY_SOURCE = -1;
  public static final int ANY_TAG = -1;
  public static final int PROC_NULL = -2;
  public static final int UNDEFINED = -32766;

  public static final int IDENT = 0;
  public static final int SIMILAR = 1;
  public static final int UNEQUAL = 2;
  public static final int CONGRUENT = 3;

  public static final int CART = 1;
  public static final int GRAPH = 2;

  public static final int THREAD_SINGLE = 0;
  public static final int THREAD_FUNNELED = 1;
  public static final int THREAD_SERIALIZED = 2;
  public static final int THREAD_MULTIPLE = 3;

  /** Keys for {@link Comm#Attr_get}. */
  public static final int TAG_UB = 0;

  public static final int HOST = 1;
  public static final int IO = 2;

  /** Bytes a buffered message counts beside its data. */
  public static final int BSEND_OVERHEAD = 128;

  public static final int SEND_OVERHEAD = 0;
  public static final int RECV_OVERHEAD = 0;
  public static final int NUM_OF_PROCESSORS = Runtime.getRuntime().availableProcessors();

  public static final Datatype BYTE = Predefined.BYTE;
  public static final Datatype CHAR = Predefined.CHAR;
  public static final Datatype SHORT = Predefined.SHORT;
  public static final Datatype BOOLEAN = Predefined.BOOLEAN;
  public static final Datatype INT = Predefined.INT;
  public static final Datatype LONG = Predefined.LONG;
  public static final Datatype FLOAT = Predefined.FLOAT;
  public static final Datatype DOUBLE = Predefined.DOUBLE;
  public static final Datatype OBJECT = Predefined.OBJECT;
  public static final Datatype PACKED = Predefined.PACKED;
  public static final Datatype SHORT2 = Predefined.SHORT2;
  public static final Datatype INT2 = Predefined.INT2;
  public static final Datatype LONG2 = Predefined.LONG2;
  public static final Datatype FLOAT2 = Predefined.FLOAT2;
  public static final Datatype DOUBLE2 = Predefined.DOUBLE2;
  public static final Datatype LB = Predefined.LB;
  public static final Datatype UB = Predefined.UB;
  public static final @Nullable Datatype NULL = null;

  public static final Op MAX = Predefined.MAX;
  public static final Op MIN = Predefined.MIN;
  public static final Op SUM = Predefined.SUM;
  public static final Op PROD = Predefined.PROD;
  public static final Op LAND = Predefined.LAND;
  public static final Op BAND = Predefined.BAND;
  public static final Op LOR = Predefined.LOR;
  public static final Op BOR = Predefined.BOR;
  public static final Op LXOR = Predefined.LXOR;
  public static final Op BXOR = Predefined.BXOR;
  public static final Op MAXLOC = Predefined.MAXLOC;
  public static final Op MINLOC = Predefined.MINLOC;

  public static final Group GROUP_EMPTY = Predefined.GROUP_EMPTY;
  public static final @Nullable Group GROUP_NULL = null;
  public static final @Nullable Comm COMM_NULL = null;
  public static final Request REQUEST_NULL = Predefined.REQUEST_NULL;
  public static final Errhandler ERRORS_ARE_FATAL = Predefined.ERRORS_ARE_FATAL;
  public static final Errhandler ERRORS_RETURN = Predefined.ERRORS_RETURN;

  private static final MpiProcess PROCESS = ServiceContext.current().service(MpiProcess.class);

  /** All ranks of the job. */
  public static final Intracomm COMM_WORLD = PROCESS.world();

  /** This rank alone. */
  public static final Intracomm COMM_SELF = PROCESS.self();

  /** An empty status of this rank's own, since programs may write to its fields. */
  public static final Status EMPTY_STATUS = new Status();

  /** For MPJ Express' sake; there is nothing to construct. */
  public MPI() {}

  /** Starts MPI, once per rank. Returns the program's own arguments. */
  public static String[] Init(String @Nullable [] argv) {
    return PROCESS.init(argv);
  }

  /** As {@link #Init}. Every thread level is provided, so the levels asked for do not matter. */
  public static String[] initThread(int required, int provided, String @Nullable [] argv) {
    return PROCESS.init(argv);
  }

  /** {@link #THREAD_MULTIPLE}. */
  public static int queryThread() {
    PROCESS.requireActive("queryThread");
    return THREAD_MULTIPLE;
  }

  /** Is this the thread that called Init? */
  public static boolean isMainThread() {
    return PROCESS.isMainThread();
  }

  /** Ends MPI for this rank: complete all transfers before. */
  public static void Finalize() {
    PROCESS.finish();
  }

  /** Was Init called? Stays true after Finalize. */
  public static boolean Initialized() {
    return PROCESS.isInitialized();
  }

  /** Seconds since some moment in the past. */
  public static double Wtime() {
    return System.nanoTime() * 1e-9;
  }

  /** Seconds between two ticks of {@link #Wtime}. */
  public static double Wtick() {
    return 1e-9;
  }

  public static String Get_processor_name() {
    return PROCESS.processorName();
  }

  /** Lets buffered sends occupy as many bytes as the buffer has; its content is not used. */
  public static void Buffer_attach(ByteBuffer userBuffer) {
    PROCESS.attachBuffer(userBuffer);
  }

  /** Waits until every buffered message was received. */
  public static void Buffer_detach() {
    PROCESS.detachBuffer();
  }

  public static Errhandler Errorhandler_get() {
    return PROCESS.errhandler();
  }

  public static void Errorhandler_set(Errhandler errhandler) {
    PROCESS.errhandler(errhandler);
  }
}
