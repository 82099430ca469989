package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Memory;
import dev.metaproc.mpi.Region;
import dev.metaproc.mpi.RegionCheck;
import dev.metaproc.mpi.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory that other ranks read and write without this rank's help (MPI-4.1 chapter 12). Sizes and
 * displacement units are counted in elements of the buffer that is exposed, those of a memory
 * segment in bytes; displacements in the target's units. Buffers may be direct or on the heap.
 * Calls that take longs take arrays and memory segments, too.
 *
 * <p>A transfer is complete when its call returns; the calls that begin and end epochs order it
 * with those of other ranks. One thread of a rank at a time.
 */
public final class Win implements Freeable {
  public static final int WIN_NULL = 0;

  /** Memory of each rank's own, as {@code MPI_Win_allocate}. */
  public static final int FLAVOR_PRIVATE = 0;

  /**
   * One piece of memory for all ranks, which each may load from and store to as its own; see {@link
   * #sharedQuery}.
   */
  public static final int FLAVOR_SHARED = 1;

  private static final long ALIGNMENT = 64;

  private final Window window;
  private final Attributes attributes = new Attributes();
  private final long size;
  private final int unit;
  private final @Nullable Buffer base;
  private volatile Errhandler errhandler = Predefined.ERRORS_ARE_FATAL;
  private volatile Info info;
  private volatile String name = "";

  /** Exposes the first {@code size} elements of {@code base}; collective. */
  public Win(Buffer base, int size, int dispUnit, Info info, Comm comm) {
    int scale = scale(required("Win", base));
    this.base = base;
    this.size = bytes("size", size, scale);
    this.unit = unit(dispUnit, scale);
    this.info = Info.required("Win", info).copy();
    this.window =
        Window.create(core(comm), Memory.of(base, this.size), this.unit, allowsLocks(info));
  }

  /** Exposes the first {@code size} bytes of a segment that all threads may use; collective. */
  public Win(MemorySegment base, long size, int dispUnit, Info info, Comm comm) {
    this.base = null;
    this.size = size;
    this.unit = unit(dispUnit, 1);
    this.info = Info.required("Win", info).copy();
    Communicator core = core(comm);
    this.window = Window.create(core, part("Win", base, size), this.unit, allowsLocks(info));
  }

  /** Exposes {@code size} bytes allocated here, whose start is 64-aligned; collective. */
  public Win(long size, int dispUnit, Info info, Comm comm, int flavor) {
    requireFlavor(flavor);
    this.base = null;
    this.size = bytes("size", size, 1);
    this.unit = unit(dispUnit, 1);
    this.info = Info.required("Win", info).copy();
    Communicator core = core(comm);
    Memory memory = flavor == FLAVOR_SHARED ? sharedMemory(core, size) : Memory.of(allocate(size));
    this.window = Window.create(core, memory, this.unit, allowsLocks(info));
  }

  private static Memory part(String operation, @Nullable MemorySegment segment, long size) {
    bytes("size", size, 1);
    Region whole =
        new RegionCheck(MPIException::new, operation)
            .region(segment, 0, size, Predefined.BYTE.layout());
    return whole.array() instanceof Memory memory
        ? Memory.of(memory.segment().asSlice(0, size))
        : Memory.ofBytes(new byte[0]);
  }

  /**
   * Exposes memory allocated here; collective.
   *
   * @param base tells how large an element is; its own memory is used if there is enough
   * @param flavor {@code FLAVOR_PRIVATE} or {@code FLAVOR_SHARED}
   */
  public Win(int size, int dispUnit, Info info, Comm comm, Buffer base, int flavor) {
    requireFlavor(flavor);
    int scale = scale(required("Win", base));
    this.base = base;
    this.size = bytes("size", size, scale);
    this.unit = unit(dispUnit, scale);
    this.info = Info.required("Win", info).copy();
    Communicator core = core(comm);
    Memory memory =
        flavor == FLAVOR_SHARED
            ? sharedMemory(core, this.size)
            : (long) base.capacity() * scale >= this.size
                ? Memory.of(base, this.size)
                : Memory.of(allocate(this.size));
    this.window = Window.create(core, memory, this.unit, allowsLocks(info));
  }

  /**
   * Exposes nothing yet: see {@link #attach}. Displacements count bytes, as if what a rank attached
   * lay one behind the other. Collective.
   */
  public Win(Info info, Comm comm) {
    this.base = null;
    this.size = 0;
    this.unit = 1;
    this.info = Info.required("Win", info).copy();
    this.window = Window.create(core(comm), null, 1, allowsLocks(info));
  }

  private static void requireFlavor(int flavor) {
    if (flavor != FLAVOR_PRIVATE && flavor != FLAVOR_SHARED) {
      throw new MPIException(
          ErrorClass.RMA_FLAVOR,
          "Win: " + flavor + " is no flavor: use Win.FLAVOR_PRIVATE or Win.FLAVOR_SHARED");
    }
  }

  private static Communicator core(@Nullable Comm comm) {
    if (comm == null) {
      throw new MPIException(
          ErrorClass.COMM, "Win: the communicator is null: pass MPI.COMM_WORLD or another");
    }
    Collectives.requireOneGroup("Win", comm.core);
    return comm.core;
  }

  private static MemorySegment allocate(long bytes) {
    try {
      return Arena.ofAuto().allocate(Math.max(1, bytes), ALIGNMENT).asSlice(0, bytes);
    } catch (OutOfMemoryError | IllegalArgumentException e) {
      throw new MPIException(
          ErrorClass.NO_MEM,
          ("Win: " + bytes + " bytes cannot be allocated (" + e.getMessage())
              + "): use a smaller size or a larger -XX:MaxDirectMemorySize");
    }
  }

  /** Every rank's part of one allocation, one behind the other. */
  private static Memory sharedMemory(Communicator core, long bytes) {
    List<Object> all =
        core.agree(
            "Win(FLAVOR_SHARED)",
            bytes,
            sizes -> {
              long total = sizes.stream().mapToLong(each -> (Long) each).reduce(0, Math::addExact);
              MemorySegment whole = allocate(total);
              long[] start = {0};
              return sizes.stream()
                  .map(
                      each -> {
                        MemorySegment part = whole.asSlice(start[0], (Long) each);
                        start[0] += (Long) each;
                        return (Object) part;
                      })
                  .toList();
            });
    return Memory.of((MemorySegment) all.get(core.member()));
  }

  private static boolean allowsLocks(Info info) {
    return info.isNull() || !"true".equals(info.get("no_locks"));
  }

  private static Buffer required(String operation, @Nullable Buffer buffer) {
    if (buffer == null) {
      throw new MPIException(
          ErrorClass.BUFFER,
          operation + ": the buffer is null: pass one of MPI.newIntBuffer or so");
    }
    return buffer;
  }

  private static long bytes(String what, long elements, int scale) {
    if (elements < 0) {
      throw new MPIException(
          ErrorClass.SIZE, "Win: " + what + " " + elements + " is negative: use 0 or more");
    }
    return elements * scale;
  }

  private static int unit(int dispUnit, int scale) {
    if (dispUnit < 1) {
      throw new MPIException(
          ErrorClass.DISP,
          "Win: displacement unit " + dispUnit + " is not positive: use 1 or more");
    }
    if (dispUnit > Integer.MAX_VALUE / scale) {
      throw new MPIException(
          ErrorClass.DISP,
          ("Win: displacement unit " + dispUnit + " is more than " + Integer.MAX_VALUE)
              + " bytes: use a smaller one");
    }
    return dispUnit * scale;
  }

  private static int scale(Buffer buffer) {
    return switch (buffer) {
      case ByteBuffer b -> 1;
      case CharBuffer b -> 2;
      case ShortBuffer b -> 2;
      case IntBuffer b -> 4;
      case java.nio.FloatBuffer b -> 4;
      default -> 8;
    };
  }

  /** Exposes more in a dynamic window. */
  public void attach(Buffer buffer, int elements) {
    Buffer given = required("attach", buffer);
    window.attach(Memory.of(given, bytes("size", elements, scale(given))));
  }

  public void detach(Buffer buffer) {
    window.detach(Memory.ofBytes(required("detach", buffer)));
  }

  /** Exposes the first {@code size} bytes of a segment in a dynamic window. */
  public void attach(MemorySegment segment, long size) {
    window.attach(part("attach", segment, size));
  }

  /** {@code segment} is the one that was attached. */
  public void detach(MemorySegment segment) {
    window.detach(part("detach", segment, 0));
  }

  /**
   * The memory that rank {@code rank} exposes: with {@code FLAVOR_SHARED} to be used as one's own
   * between synchronisations. Null if it exposes none.
   */
  public MemorySegment sharedQuery(int rank) {
    window.check("sharedQuery");
    Arguments.rank("sharedQuery", "rank", rank, window.communicator().size());
    return window.memoryOf(rank).segment();
  }

  /** As {@link #sharedQuery}, in native order; of at most 2147483647 bytes. */
  public ByteBuffer sharedBuffer(int rank) {
    MemorySegment exposed = sharedQuery(rank);
    if (exposed.byteSize() > Integer.MAX_VALUE) {
      throw new MPIException(
          ErrorClass.SIZE,
          ("sharedBuffer: the " + exposed.byteSize() + " bytes of rank " + rank)
              + " are more than a ByteBuffer holds: use sharedQuery");
    }
    return exposed.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  public Group getGroup() {
    window.check("getGroup");
    Communicator core = window.communicator();
    return new Group(core.group(), core.rank().number());
  }

  /** Copies into the target's memory. */
  public void put(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType) {
    put(origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
  }

  public void put(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType) {
    Region data = region("put", origin, orgCount, orgType);
    window.put(transfer("put", data, targetRank, targetDisp, targetCount, targetType));
  }

  /** Copies from the target's memory. */
  public void get(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType) {
    get(origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
  }

  public void get(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType) {
    Region data = region("get", origin, orgCount, orgType);
    window.get(transfer("get", data, targetRank, targetDisp, targetCount, targetType));
  }

  /** Combines with the target's memory, element by element, atomically. */
  public void accumulate(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType,
      Op op) {
    accumulate(
        origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType, op);
  }

  public void accumulate(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType,
      Op op) {
    Op.requirePredefined("accumulate", op);
    Region data = region("accumulate", origin, orgCount, orgType);
    window.update(
        transfer("accumulate", data, targetRank, targetDisp, targetCount, targetType),
        target -> Op.accumulate("accumulate", targetType, op, data, target));
  }

  /** As {@link #accumulate}; {@code resultAddr} gets what was there before. */
  public void getAccumulate(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      Buffer resultAddr,
      int resultCount,
      Datatype resultType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType,
      Op op) {
    getAccumulate(
        origin,
        (long) orgCount,
        orgType,
        resultAddr,
        resultCount,
        resultType,
        targetRank,
        targetDisp,
        targetCount,
        targetType,
        op);
  }

  @SuppressWarnings("ReferenceEquality") // the constant itself
  public void getAccumulate(
      Object origin,
      long orgCount,
      Datatype orgType,
      Object resultAddr,
      long resultCount,
      Datatype resultType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType,
      Op op) {
    Op valid = Op.requirePredefined("getAccumulate", op);
    boolean reads = valid != Predefined.NO_OP;
    Region data = region("getAccumulate", reads ? origin : null, reads ? orgCount : 0, orgType);
    Region result = region("getAccumulate", resultAddr, resultCount, resultType);
    window.update(
        transfer("getAccumulate", data, targetRank, targetDisp, targetCount, targetType),
        target -> {
          target.copyTo(result);
          Op.accumulate("getAccumulate", targetType, op, data, target);
        });
  }

  /** As {@link #getAccumulate}, on one element. */
  public void fetchAndOp(
      Buffer origin, Buffer resultAddr, Datatype dataType, int targetRank, int targetDisp, Op op) {
    fetchAndOp(origin, resultAddr, dataType, targetRank, (long) targetDisp, op);
  }

  public void fetchAndOp(
      Object origin, Object resultAddr, Datatype dataType, int targetRank, long targetDisp, Op op) {
    getAccumulate(
        origin, 1, dataType, resultAddr, 1, dataType, targetRank, targetDisp, 1, dataType, op);
  }

  /** Replaces one element if it equals {@code compareAddr}'s; result gets what was there. */
  public void compareAndSwap(
      Buffer origin,
      Buffer compareAddr,
      Buffer resultAddr,
      Datatype targetType,
      int targetRank,
      int targetDisp) {
    compareAndSwap(origin, compareAddr, resultAddr, targetType, targetRank, (long) targetDisp);
  }

  public void compareAndSwap(
      Object origin,
      Object compareAddr,
      Object resultAddr,
      Datatype targetType,
      int targetRank,
      long targetDisp) {
    Region data = region("compareAndSwap", origin, 1, targetType);
    Region expected = region("compareAndSwap", compareAddr, 1, targetType);
    Region result = region("compareAndSwap", resultAddr, 1, targetType);
    window.update(
        transfer("compareAndSwap", data, targetRank, targetDisp, 1, targetType),
        target -> {
          boolean equal = target.hasSameBytes(expected);
          target.copyTo(result);
          if (equal) {
            data.copyTo(target);
          }
        });
  }

  /** As {@link #put}; the request is complete at once. */
  public Request rPut(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType) {
    return rPut(origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
  }

  public Request rPut(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType) {
    put(origin, orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
    return done("rPut");
  }

  /** As {@link #get}; the request is complete at once. */
  public Request rGet(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType) {
    return rGet(origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
  }

  public Request rGet(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType) {
    get(origin, orgCount, orgType, targetRank, targetDisp, targetCount, targetType);
    return done("rGet");
  }

  /** As {@link #accumulate}; the request is complete at once. */
  public Request rAccumulate(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType,
      Op op) {
    return rAccumulate(
        origin, (long) orgCount, orgType, targetRank, targetDisp, targetCount, targetType, op);
  }

  public Request rAccumulate(
      Object origin,
      long orgCount,
      Datatype orgType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType,
      Op op) {
    accumulate(origin, orgCount, orgType, targetRank, targetDisp, targetCount, targetType, op);
    return done("rAccumulate");
  }

  /** As {@link #getAccumulate}; the request is complete at once. */
  public Request rGetAccumulate(
      Buffer origin,
      int orgCount,
      Datatype orgType,
      Buffer resultAddr,
      int resultCount,
      Datatype resultType,
      int targetRank,
      int targetDisp,
      int targetCount,
      Datatype targetType,
      Op op) {
    return rGetAccumulate(
        origin,
        (long) orgCount,
        orgType,
        resultAddr,
        resultCount,
        resultType,
        targetRank,
        targetDisp,
        targetCount,
        targetType,
        op);
  }

  public Request rGetAccumulate(
      Object origin,
      long orgCount,
      Datatype orgType,
      Object resultAddr,
      long resultCount,
      Datatype resultType,
      int targetRank,
      long targetDisp,
      long targetCount,
      Datatype targetType,
      Op op) {
    getAccumulate(
        origin,
        orgCount,
        orgType,
        resultAddr,
        resultCount,
        resultType,
        targetRank,
        targetDisp,
        targetCount,
        targetType,
        op);
    return done("rGetAccumulate");
  }

  /** Ends an epoch and begins the next; {@code assertion}s are MODE_ constants. Collective. */
  public void fence(int assertion) {
    window.fence((assertion & MPI.MODE_NOSUCCEED) != 0);
  }

  /** Waits for a lock on the target: {@code LOCK_EXCLUSIVE} or {@code LOCK_SHARED}. */
  public void lock(int lockType, int rank, int assertion) {
    window.check("lock");
    if (lockType != MPI.LOCK_EXCLUSIVE && lockType != MPI.LOCK_SHARED) {
      throw new MPIException(
          ErrorClass.LOCKTYPE,
          "lock: " + lockType + " is no lock type: use MPI.LOCK_EXCLUSIVE or MPI.LOCK_SHARED");
    }
    window.lock(lockType == MPI.LOCK_EXCLUSIVE, rank);
  }

  public void unlock(int rank) {
    window.unlock(rank);
  }

  /** A shared lock on every rank. */
  public void lockAll(int assertion) {
    window.lockAll();
  }

  public void unlockAll() {
    window.unlockAll();
  }

  public void flush(int targetRank) {
    window.flush("flush", targetRank);
  }

  public void flushAll() {
    window.flushAll("flushAll");
  }

  public void flushLocal(int targetRank) {
    window.flush("flushLocal", targetRank);
  }

  public void flushLocalAll() {
    window.flushAll("flushLocalAll");
  }

  /** Makes other ranks' stores visible to this rank's loads and the other way round. */
  public void sync() {
    window.check("sync");
    java.lang.invoke.VarHandle.fullFence();
  }

  /** Lets the ranks of a group access this rank's memory. */
  public void post(Group group, int assertion) {
    window.post(Group.membersOf("post", group));
  }

  /** Waits until the ranks of a group let this rank access their memory. */
  public void start(Group group, int assertion) {
    window.start(Group.membersOf("start", group));
  }

  /** Ends what {@link #start} began. */
  public void complete() {
    window.complete();
  }

  /** Ends what {@link #post} began: waits until all have completed. */
  public void waitFor() {
    window.waitFor();
  }

  /** As {@link #waitFor}, but false if not all have completed. */
  public boolean test() {
    return window.test();
  }

  public Errhandler getErrhandler() {
    window.check("getErrhandler");
    return errhandler;
  }

  public void setErrhandler(@Nullable Errhandler handler) {
    window.check("setErrhandler");
    errhandler = Errhandler.required("setErrhandler", handler);
  }

  /** As {@link Comm#callErrhandler}. */
  public void callErrhandler(int errorCode) {
    window.check("callErrhandler");
    errhandler.call(window.communicator().rank(), errorCode);
  }

  /** A key for {@link #setAttr}, of this rank alone. */
  public static int createKeyval() {
    return Caller.rank("createKeyval").newKeyval();
  }

  public static void freeKeyval(int keyval) {
    Communication.requireKeyval("freeKeyval", keyval);
    Caller.rank("freeKeyval").freeKeyval(keyval);
  }

  public void setAttr(int keyval, Object value) {
    window.check("setAttr");
    Communication.requireKeyval("setAttr", keyval);
    attributes.put(window.communicator().rank(), "setAttr", keyval, value);
  }

  /**
   * A value of {@link #setAttr}, or of a key of MPI's own such as {@code MPI.WIN_SIZE}, in bytes.
   */
  public @Nullable Object getAttr(int keyval) {
    window.check("getAttr");
    Communication.requireKeyval("getAttr", keyval);
    return switch (keyval) {
      case MPI.WIN_BASE -> base();
      case MPI.WIN_SIZE -> size <= Integer.MAX_VALUE ? (Object) (int) size : (Object) size;
      case MPI.WIN_DISP_UNIT -> unit;
      default -> attributes.get(window.communicator().rank(), "getAttr", keyval);
    };
  }

  private Object base() {
    int me = window.communicator().member();
    return base != null ? base : size <= Integer.MAX_VALUE ? sharedBuffer(me) : sharedQuery(me);
  }

  public void deleteAttr(int keyval) {
    window.check("deleteAttr");
    Communication.requireKeyval("deleteAttr", keyval);
    attributes.remove(window.communicator().rank(), "deleteAttr", keyval);
  }

  public Info getInfo() {
    window.check("getInfo");
    return info.copy();
  }

  public void setInfo(Info hints) {
    window.check("setInfo");
    info = Info.required("setInfo", hints).copy();
  }

  public String getName() {
    window.check("getName");
    return name;
  }

  public void setName(String text) {
    window.check("setName");
    name = Arguments.name("setName", text);
  }

  /** Collective. */
  @Override
  public void free() {
    window.free();
  }

  private Request done(String operation) {
    return new Request(window.done(operation), null);
  }

  private Region region(String operation, @Nullable Object buffer, long count, Datatype type) {
    window.check(operation);
    return new RegionCheck(MPIException::new, operation)
        .region(buffer, 0, count, Datatype.layoutOf(operation, type));
  }

  private static Window.Transfer transfer(
      String operation, Region origin, int target, long displacement, long count, Datatype type) {
    return new Window.Transfer(
        operation, origin, target, displacement, count, Datatype.layoutOf(operation, type));
  }
}
