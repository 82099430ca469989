package mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
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
 * <p>Each rank has a copy of this class and its superclass, and so its own {@code COMM_WORLD}.
 * INVARIANT: it uses only public members of other classes, since they are not in its run-time
 * package; no other class may use its statics but for compile-time constants.
 */
public final class MPI extends RankConstants {
  public static final int VERSION = 3;
  public static final int SUBVERSION = 1;

  public static final int ANY_SOURCE = -1;
  public static final int ANY_TAG = -1;
  public static final int PROC_NULL = -2;
  public static final int UNDEFINED = -32766;

  /** What the root of a collective on an inter-communicator passes as its root. */
  public static final int ROOT = -4;

  public static final int KEYVAL_INVALID = -1;

  public static final int IDENT = 0;
  public static final int SIMILAR = 1;
  public static final int UNEQUAL = 2;
  public static final int CONGRUENT = 3;

  public static final int CART = 1;
  public static final int GRAPH = 2;
  public static final int DIST_GRAPH = 3;

  public static final int THREAD_SINGLE = 0;
  public static final int THREAD_FUNNELED = 1;
  public static final int THREAD_SERIALIZED = 2;
  public static final int THREAD_MULTIPLE = 3;

  /** Keys for {@link Comm#Attr_get}. */
  public static final int TAG_UB = 0;

  public static final int HOST = 1;
  public static final int IO = 2;
  public static final int WTIME_IS_GLOBAL = 3;
  public static final int APPNUM = 4;
  public static final int LASTUSEDCODE = 5;
  public static final int UNIVERSE_SIZE = 6;

  /** Keys for {@link Win#getAttr}. */
  public static final int WIN_BASE = 7;

  public static final int WIN_SIZE = 8;
  public static final int WIN_DISP_UNIT = 9;

  public static final int MAX_OBJECT_NAME = 64;
  public static final int MAX_PORT_NAME = 1024;
  public static final int MAX_DATAREP_STRING = 128;
  public static final int MAX_INFO_KEY = 36;
  public static final int MAX_INFO_VAL = 256;

  public static final int ORDER_C = 0;
  public static final int ORDER_FORTRAN = 1;
  public static final int DISTRIBUTE_BLOCK = 0;
  public static final int DISTRIBUTE_CYCLIC = 1;
  public static final int DISTRIBUTE_NONE = 2;
  public static final int DISTRIBUTE_DFLT_DARG = -1;

  /** How a {@link File} is opened. */
  public static final int MODE_CREATE = 1;

  public static final int MODE_RDONLY = 2;
  public static final int MODE_WRONLY = 4;
  public static final int MODE_RDWR = 8;
  public static final int MODE_DELETE_ON_CLOSE = 16;
  public static final int MODE_UNIQUE_OPEN = 32;
  public static final int MODE_EXCL = 64;
  public static final int MODE_APPEND = 128;
  public static final int MODE_SEQUENTIAL = 256;
  public static final int DISPLACEMENT_CURRENT = -54278278;
  public static final int SEEK_SET = 600;
  public static final int SEEK_CUR = 602;
  public static final int SEEK_END = 604;

  /** Promises to the synchronisation of a {@link Win}. */
  public static final int MODE_NOCHECK = 1;

  public static final int MODE_NOPRECEDE = 2;
  public static final int MODE_NOPUT = 4;
  public static final int MODE_NOSTORE = 8;
  public static final int MODE_NOSUCCEED = 16;
  public static final int LOCK_EXCLUSIVE = 1;
  public static final int LOCK_SHARED = 2;

  /** For programs written for MPJ Express, where it switches its own log on. */
  public static final boolean DEBUG = true;

  /** For programs written for MPJ Express; means nothing. */
  public static boolean isOldSelected;

  /** What {@link MPIException#getErrorClass} tells. */
  public static final int SUCCESS = 0;

  public static final int ERR_BUFFER = 1;
  public static final int ERR_COUNT = 2;
  public static final int ERR_TYPE = 3;
  public static final int ERR_TAG = 4;
  public static final int ERR_COMM = 5;
  public static final int ERR_RANK = 6;
  public static final int ERR_REQUEST = 7;
  public static final int ERR_ROOT = 8;
  public static final int ERR_GROUP = 9;
  public static final int ERR_OP = 10;
  public static final int ERR_TOPOLOGY = 11;
  public static final int ERR_DIMS = 12;
  public static final int ERR_ARG = 13;
  public static final int ERR_UNKNOWN = 14;
  public static final int ERR_TRUNCATE = 15;
  public static final int ERR_OTHER = 16;
  public static final int ERR_INTERN = 17;
  public static final int ERR_IN_STATUS = 18;
  public static final int ERR_PENDING = 19;
  public static final int ERR_ACCESS = 20;
  public static final int ERR_AMODE = 21;
  public static final int ERR_ASSERT = 22;
  public static final int ERR_BAD_FILE = 23;
  public static final int ERR_BASE = 24;
  public static final int ERR_CONVERSION = 25;
  public static final int ERR_DISP = 26;
  public static final int ERR_DUP_DATAREP = 27;
  public static final int ERR_FILE_EXISTS = 28;
  public static final int ERR_FILE_IN_USE = 29;
  public static final int ERR_FILE = 30;
  public static final int ERR_INFO_KEY = 31;
  public static final int ERR_INFO_NOKEY = 32;
  public static final int ERR_INFO_VALUE = 33;
  public static final int ERR_INFO = 34;
  public static final int ERR_IO = 35;
  public static final int ERR_KEYVAL = 36;
  public static final int ERR_LOCKTYPE = 37;
  public static final int ERR_NAME = 38;
  public static final int ERR_NO_MEM = 39;
  public static final int ERR_NOT_SAME = 40;
  public static final int ERR_NO_SPACE = 41;
  public static final int ERR_NO_SUCH_FILE = 42;
  public static final int ERR_PORT = 43;
  public static final int ERR_QUOTA = 44;
  public static final int ERR_READ_ONLY = 45;
  public static final int ERR_RMA_CONFLICT = 46;
  public static final int ERR_RMA_SYNC = 47;
  public static final int ERR_SERVICE = 48;
  public static final int ERR_SIZE = 49;
  public static final int ERR_SPAWN = 50;
  public static final int ERR_UNSUPPORTED_DATAREP = 51;
  public static final int ERR_UNSUPPORTED_OPERATION = 52;
  public static final int ERR_WIN = 53;
  public static final int ERR_PROC_ABORTED = 74;
  public static final int ERR_LASTCODE = 92;

  /** Kept for source compatibility; never raised. */
  public static final int ERR_SYSRESOURCE = -2;

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
  public static final Datatype SHORT_INT = Predefined.SHORT_INT;
  public static final Datatype LONG_INT = Predefined.LONG_INT;
  public static final Datatype FLOAT_INT = Predefined.FLOAT_INT;
  public static final Datatype DOUBLE_INT = Predefined.DOUBLE_INT;
  public static final Datatype FLOAT_COMPLEX = Predefined.FLOAT_COMPLEX;
  public static final Datatype DOUBLE_COMPLEX = Predefined.DOUBLE_COMPLEX;
  public static final Datatype DATATYPE_NULL = Predefined.DATATYPE_NULL;

  /** Views of buffers of the pair types. */
  public static final Int2 int2 = Predefined.PAIR_INT2;

  public static final ShortInt shortInt = Predefined.PAIR_SHORT_INT;
  public static final LongInt longInt = Predefined.PAIR_LONG_INT;
  public static final FloatInt floatInt = Predefined.PAIR_FLOAT_INT;
  public static final DoubleInt doubleInt = Predefined.PAIR_DOUBLE_INT;
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

  /** For {@link Win#accumulate} alone. */
  public static final Op REPLACE = Predefined.REPLACE;

  public static final Op NO_OP = Predefined.NO_OP;

  public static final Group GROUP_EMPTY = Predefined.GROUP_EMPTY;
  public static final @Nullable Group GROUP_NULL = null;
  public static final @Nullable Comm COMM_NULL = null;
  public static final Request REQUEST_NULL = Predefined.REQUEST_NULL;
  public static final Errhandler ERRORS_ARE_FATAL = Predefined.ERRORS_ARE_FATAL;
  public static final Errhandler ERRORS_ABORT = Predefined.ERRORS_ABORT;
  public static final Errhandler ERRORS_RETURN = Predefined.ERRORS_RETURN;
  public static final Info INFO_NULL = Predefined.INFO_NULL;

  /** How this rank was started. */
  public static final Info INFO_ENV = PROCESS.environment(System.getProperty("user.dir", ""));

  /** All ranks of the job. */
  public static final Intracomm COMM_WORLD = PROCESS.world();

  /** This rank alone. */
  @SuppressWarnings("HidingField") // on purpose: see the superclass
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

  /** As {@link #Init}; returns the level provided, which is always {@link #THREAD_MULTIPLE}. */
  public static int InitThread(String @Nullable [] argv, int required) {
    if (required < THREAD_SINGLE || required > THREAD_MULTIPLE) {
      throw new MPIException(
          "InitThread: "
              + required
              + " is no thread level: use MPI.THREAD_SINGLE..THREAD_MULTIPLE");
    }
    PROCESS.init(argv);
    return THREAD_MULTIPLE;
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

  /** As {@link #isMainThread}. */
  public static boolean isThreadMain() {
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

  /** As {@link #Initialized}. */
  public static boolean isInitialized() {
    return PROCESS.isInitialized();
  }

  public static boolean isFinalized() {
    return PROCESS.isFinalized();
  }

  /** As {@link #Wtime}. */
  public static double wtime() {
    PROCESS.requireActive("wtime");
    return Wtime();
  }

  /** As {@link #Wtick}. */
  public static double wtick() {
    PROCESS.requireActive("wtick");
    return Wtick();
  }

  /** The MPI standard this follows. */
  public static Version getVersion() {
    return Version.standard();
  }

  public static String getLibVersion() {
    return Version.library();
  }

  public static String getProcessorName() {
    PROCESS.requireActive("getProcessorName");
    return PROCESS.processorName();
  }

  /** For a profiler; does nothing here. */
  public static void pControl(int level, @Nullable Object obj) {}

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

  /** As in mpiJava 1.2. */
  public static void Buffer_attach(byte @Nullable [] userBuffer) {
    attachBuffer(userBuffer);
  }

  /** Lets buffered sends occupy as many bytes as the buffer has; its content is not used. */
  public static void attachBuffer(byte @Nullable [] buffer) {
    PROCESS.attachBuffer(buffer == null ? null : ByteBuffer.wrap(buffer));
  }

  /** Waits until every buffered message was received; returns the buffer. */
  public static byte[] detachBuffer() {
    ByteBuffer detached = PROCESS.detachBuffer();
    return MpiProcess.arrayOf(detached);
  }

  public static Errhandler Errorhandler_get() {
    return PROCESS.errhandler();
  }

  public static void Errorhandler_set(Errhandler errhandler) {
    PROCESS.errhandler(errhandler);
  }

  /** A direct buffer in the machine's byte order. */
  public static ByteBuffer newByteBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 1);
  }

  public static CharBuffer newCharBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 2).asCharBuffer();
  }

  public static ShortBuffer newShortBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 2).asShortBuffer();
  }

  public static IntBuffer newIntBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 4).asIntBuffer();
  }

  public static LongBuffer newLongBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 8).asLongBuffer();
  }

  public static FloatBuffer newFloatBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 4).asFloatBuffer();
  }

  public static DoubleBuffer newDoubleBuffer(int capacity) {
    return MpiProcess.newBuffer(capacity, 8).asDoubleBuffer();
  }

  /** The part of a buffer from {@code offset} on: how a transfer starts there. */
  public static ByteBuffer slice(ByteBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset)
        .duplicate()
        .clear()
        .position(offset)
        .slice()
        .order(ByteOrder.nativeOrder());
  }

  public static ByteBuffer slice(byte[] buf, int offset) {
    return ByteBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset)
        .slice()
        .order(ByteOrder.nativeOrder());
  }

  public static CharBuffer slice(CharBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static CharBuffer slice(char[] buf, int offset) {
    return CharBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset).slice();
  }

  public static ShortBuffer slice(ShortBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static ShortBuffer slice(short[] buf, int offset) {
    return ShortBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset)
        .slice();
  }

  public static IntBuffer slice(IntBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static IntBuffer slice(int[] buf, int offset) {
    return IntBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset).slice();
  }

  public static LongBuffer slice(LongBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static LongBuffer slice(long[] buf, int offset) {
    return LongBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset).slice();
  }

  public static FloatBuffer slice(FloatBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static FloatBuffer slice(float[] buf, int offset) {
    return FloatBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset)
        .slice();
  }

  public static DoubleBuffer slice(DoubleBuffer buf, int offset) {
    return MpiProcess.requireInside(buf, offset).duplicate().clear().position(offset).slice();
  }

  public static DoubleBuffer slice(double[] buf, int offset) {
    return DoubleBuffer.wrap(buf, MpiProcess.requireInside(buf, offset), buf.length - offset)
        .slice();
  }
}
