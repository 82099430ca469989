package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A persistent request (MPI-4.1 section 3.9): the same transfer, started as often as wanted. */
public class Prequest extends Request {
  private final Supplier<Operation> transfer;
  private boolean freed;

  Prequest(Supplier<Operation> transfer, @Nullable Layout layout) {
    super(null, layout);
    this.transfer = transfer;
  }

  public void Start() {
    requireAlive("Start");
    if (isActive()) {
      throw new MPIException(
          ErrorClass.REQUEST, "Start: the request is active: complete it with Wait or Test first");
    }
    activate(transfer.get());
  }

  final void requireAlive(String operation) {
    if (freed) {
      throw new MPIException(
          ErrorClass.REQUEST, operation + ": the request was freed: use it before free() only");
    }
  }

  /** As {@link #Start}. */
  public void start() {
    Start();
  }

  /** As {@link #Startall}. */
  public static void startAll(Prequest[] requests) {
    Startall(requests);
  }

  public static void Startall(Prequest[] requests) {
    for (Prequest each : Arguments.full("Startall", "requests", requests)) {
      each.Start();
    }
  }

  /** A persistent request is null only once it is freed; see {@link Request#Wait} for inactive. */
  @Override
  public boolean Is_null() {
    return freed;
  }

  @Override
  public void free() {
    freed = true;
    super.free();
  }
}
