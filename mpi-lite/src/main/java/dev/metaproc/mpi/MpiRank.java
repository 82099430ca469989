package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.ObjectTypes;
import dev.metaproc.mpi.objects.Parcel;
import dev.metaproc.mpi.objects.ParcelWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One rank of a job: its life cycle, its endpoint and what else belongs to it alone. Any thread of
 * the rank may use it.
 */
public final class MpiRank {
  /** NEW to ACTIVE by Init, ACTIVE to FINALIZED by Finalize; never back. */
  private enum State {
    NEW,
    ACTIVE,
    FINALIZED
  }

  /** Above the keys that programs for MPJ Express, which has no keyvals, choose by themselves. */
  private static final int FIRST_KEYVAL = 1_000_000;

  private final Job job;
  private final int number;
  private final Waits waits;
  private final Endpoint endpoint;
  private volatile State state = State.NEW;
  private volatile boolean hasProgram;
  private volatile Supplier<@Nullable ClassLoader> loader =
      () -> Thread.currentThread().getContextClassLoader();
  private volatile @Nullable SendBudget budget;
  private final AtomicInteger keyvals = new AtomicInteger(FIRST_KEYVAL);
  private final Set<Integer> freedKeyvals = ConcurrentHashMap.newKeySet();
  private volatile int application;
  private volatile Path directory = Path.of("");
  private volatile @Nullable Communicator parent;
  private volatile @Nullable Context ownWorld;

  private final ObjectTypes objectTypes = new ObjectTypes();
  private final AtomicReference<@Nullable ParcelWriter> spareWriter = new AtomicReference<>();

  /** Serves one blocking receive of the main thread after the other. */
  private final ReceiveOperation mainReceive = new ReceiveOperation(this, "Recv");

  private final Spares<ReceiveOperation> spareReceives =
      new Spares<>(() -> new ReceiveOperation(this, "Irecv"));
  private final Spares<SmallSend> spareSends = new Spares<>(() -> new SmallSend(this));

  MpiRank(Job job, int number) {
    this.job = job;
    this.number = number;
    boolean ownsCore = job.size() <= job.options().processors();
    this.waits = new Waits(job.options().spinNanos(), ownsCore);
    boolean isOneOfTwo = ownsCore && job.size() == 2 && number < 2; // others were spawned
    this.endpoint =
        new Endpoint(waits, ringLines(job.size()), isOneOfTwo ? 1 - number : Endpoint.NOBODY);
  }

  /** Few ranks may send each other many messages ahead; many must not need much memory. */
  private static int ringLines(int ranks) {
    return ranks <= 16 ? 256 : 64;
  }

  /** The rank in the job's world. */
  public int number() {
    return number;
  }

  public Job job() {
    return job;
  }

  /** Has a program been started as this rank? */
  boolean hasProgram() {
    return hasProgram;
  }

  /** Objects received by this rank are read with this loader's classes. */
  public void useLoader(Supplier<@Nullable ClassLoader> supplier) {
    loader = supplier;
    hasProgram = true;
  }

  public synchronized void initialize() {
    waits.requireAlive();
    if (state != State.NEW) {
      throw faults()
          .of(ErrorClass.OTHER, "Init: MPI was initialized before: call MPI.Init(args) once");
    }
    endpoint.opened(waits.bindCaller().carried() == null);
    state = State.ACTIVE;
  }

  public synchronized void finalizeRank() {
    requireActive("Finalize");
    state = State.FINALIZED;
  }

  /** Has Init been called, whether or not Finalize has? */
  public boolean isInitialized() {
    return state != State.NEW;
  }

  public boolean isFinalized() {
    return state == State.FINALIZED;
  }

  /** Are MPI calls allowed now? If not {@link #requireActive} says why. */
  boolean isUsable() {
    return state == State.ACTIVE && waits.isAlive();
  }

  /** Throws unless MPI calls are allowed now; {@code operation} is the call being made. */
  public void requireActive(String operation) {
    waits.requireAlive();
    switch (state) {
      case ACTIVE -> {}
      case NEW ->
          throw faults()
              .of(
                  ErrorClass.OTHER,
                  operation + ": MPI is not initialized: call MPI.Init(args) first");
      case FINALIZED ->
          throw faults()
              .of(
                  ErrorClass.OTHER,
                  operation + ": MPI is finalized: make this call before MPI.Finalize()");
    }
  }

  /** Lets buffered sends occupy {@code bytes}. */
  public synchronized void attachBuffer(int bytes) {
    requireActive("Buffer_attach");
    if (budget != null) {
      throw faults()
          .of(
              ErrorClass.BUFFER,
              "Buffer_attach: a buffer is attached already: call MPI.Buffer_detach() first");
    }
    budget = new SendBudget(bytes);
  }

  /** Waits until every buffered message was received. */
  public void detachBuffer() {
    requireActive("Buffer_detach");
    SendBudget detached = budget;
    if (detached == null) {
      throw faults()
          .of(
              ErrorClass.BUFFER,
              "Buffer_detach: no buffer is attached: call MPI.Buffer_attach(buffer) first");
    }
    DrainOperation drain = new DrainOperation(this);
    detached.drain(drain);
    drain.await();
    budget = null;
  }

  /** Where the rank's program runs: what its relative file names are relative to. */
  public void directory(String path) {
    directory = Path.of(path);
  }

  Path resolve(String operation, String name) {
    try {
      return directory.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw faults()
          .of(
              ErrorClass.BAD_FILE,
              operation + ": " + e.getMessage() + ": use a name that the file system takes");
    }
  }

  /** A key for attributes of this rank's objects. */
  public int newKeyval() {
    return keyvals.getAndIncrement();
  }

  public void freeKeyval(int keyval) {
    freedKeyvals.add(keyval);
  }

  public boolean isFreedKeyval(int keyval) {
    return freedKeyvals.contains(keyval);
  }

  /** Which of the programs of its job, counted from 0. */
  public int application() {
    return application;
  }

  public void application(int number) {
    application = number;
  }

  /** The inter-communicator to the ranks that spawned this one; null if there are none. */
  public @Nullable Communicator parent() {
    return parent;
  }

  /** Tells a spawned rank who it belongs to. */
  void spawned(Context world, Communicator spawner) {
    ownWorld = world;
    parent = spawner;
  }

  /** The world of a spawned rank; null for the job's. */
  @Nullable Context ownWorld() {
    return ownWorld;
  }

  /** What the rank's waiting threads wait for; null when none is parked. */
  public @Nullable String describeWait() {
    return waits.describe();
  }

  /** For a receive of the calling thread, which may recycle it. */
  ReceiveOperation newReceive(String name) {
    return waits.isMainCalling()
        ? spareReceives.take().named(name)
        : new ReceiveOperation(this, name);
  }

  /** For a small send of the calling thread, which may recycle it. */
  SmallSend newSmallSend() {
    return waits.isMainCalling() ? spareSends.take() : new SmallSend(this);
  }

  /** For a receive that the caller waits for before it makes another. */
  ReceiveOperation blockingReceive() {
    return waits.isMainCalling() ? mainReceive : new ReceiveOperation(this, "Recv");
  }

  @Nullable SendBudget budget() {
    return budget;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Waits waits() {
    return waits;
  }

  Faults faults() {
    return job.faults();
  }

  /** The objects in pieces; null if they have to be serialised. */
  @Nullable Parcel takeApart(@Nullable Object[] items) {
    ParcelWriter writer = spareWriter.getAndSet(null);
    if (writer == null) {
      writer = new ParcelWriter(objectTypes);
    }
    Parcel pieces = writer.write(items);
    if (writer.isWorthKeeping()) {
      spareWriter.set(writer);
    }
    return pieces;
  }

  ObjectTypes objectTypes() {
    return objectTypes;
  }

  ClassLoader loader() {
    ClassLoader own = loader.get();
    return own != null ? own : ClassLoader.getPlatformClassLoader();
  }
}
