package mpi;

import dev.metaproc.mpi.AnyOperation;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Wildcards;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A transfer under way (MPI-4.1 section 3.7). When its result has been taken by one of the methods
 * here it is a null request, like {@code MPI.REQUEST_NULL}; a null reference counts as one, too.
 * Only one thread at a time may wait for a request.
 */
public class Request implements Freeable {
  private @Nullable Operation operation;
  private final @Nullable Layout layout;

  Request() {
    this(null, null);
  }

  Request(@Nullable Operation operation, @Nullable Layout layout) {
    this.operation = operation;
    this.layout = layout;
  }

  /** Waits until the transfer is complete; at once for a null request, with an empty status. */
  public Status Wait() {
    Operation active = operation;
    if (active == null) {
      return emptyStatus();
    }
    try {
      active.await();
      return Status.of(active, layout);
    } finally {
      taken(active);
    }
  }

  /** As {@link #Wait}. */
  public final Status waitStatus() {
    return Wait();
  }

  /** As {@link #Wait}. */
  public final void waitFor() {
    Wait();
  }

  /** As {@link #Test}. */
  public final @Nullable Status testStatus() {
    return Test();
  }

  /** Is the transfer complete? If so, as {@link #Wait}. */
  public final boolean test() {
    return Test() != null;
  }

  /** As {@link #Test}, but the request can still be waited for. */
  public final @Nullable Status getStatus() {
    Operation active = operation;
    if (active == null) {
      return emptyStatus();
    }
    return active.isDoneOrYield() ? Status.of(active, layout) : null;
  }

  /** As {@link #Cancel}. */
  public final void cancel() {
    Cancel();
  }

  /** Null if the transfer is not complete. */
  public @Nullable Status Test() {
    Operation active = operation;
    if (active == null) {
      return emptyStatus();
    }
    try {
      if (!active.poll()) {
        return null; // it may complete this very moment: the next call takes it
      }
    } catch (MPIException e) {
      operation = null;
      throw e;
    }
    operation = null;
    Status status = Status.of(active, layout);
    active.recycle();
    return status;
  }

  /** Withdraws the transfer if it has not been matched; it must still be waited for. */
  public void Cancel() {
    Operation active = operation;
    if (active == null) {
      throw new MPIException(
          ErrorClass.REQUEST,
          "Cancel: the request is null or not active: cancel it before a wait or test completes"
              + " it");
    }
    active.cancel();
  }

  public boolean Is_null() {
    return operation == null;
  }

  /** As {@link #Is_null}. */
  public final boolean isNull() {
    return Is_null();
  }

  /** Forgets the request; the transfer goes on. */
  @Override
  public void free() {
    operation = null;
  }

  /** Waits for all; the first error is thrown after that, with the others suppressed. */
  public static Status[] Waitall(@Nullable Request[] requests) {
    Arguments.given("Waitall", "array of requests", requests);
    Status[] statuses = new Status[requests.length];
    MPIException failure = null;
    for (int i = 0; i < requests.length; i++) {
      try {
        statuses[i] = indexed(requests[i] == null ? emptyStatus() : requests[i].Wait(), i);
      } catch (MPIException e) {
        failure = added(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return statuses;
  }

  /** Waits for one; the status' {@code index} says which, {@code MPI.UNDEFINED} if all are null. */
  public static Status Waitany(@Nullable Request[] requests) {
    List<Operation> active = active("Waitany", requests);
    if (active.isEmpty()) {
      return indexed(emptyStatus(), Wildcards.UNDEFINED);
    }
    AnyOperation.await(active);
    return complete(requests, firstDone(requests));
  }

  /** Waits for at least one and takes all that are complete; null if all requests are null. */
  public static Status @Nullable [] Waitsome(@Nullable Request[] requests) {
    List<Operation> active = active("Waitsome", requests);
    if (active.isEmpty()) {
      return null;
    }
    AnyOperation.await(active);
    return takeDone(requests);
  }

  /** Takes all if all are complete; else null, and none is taken. */
  public static Status @Nullable [] Testall(@Nullable Request[] requests) {
    for (Operation each : active("Testall", requests)) {
      if (!each.isDoneOrYield()) {
        return null;
      }
    }
    return Waitall(requests);
  }

  /** Takes one that is complete; null if none is. */
  public static @Nullable Status Testany(@Nullable Request[] requests) {
    List<Operation> active = active("Testany", requests);
    if (active.isEmpty()) {
      return indexed(emptyStatus(), Wildcards.UNDEFINED);
    }
    return AnyOperation.poll(active) ? complete(requests, firstDone(requests)) : null;
  }

  /** Takes those that are complete, perhaps none. */
  public static Status[] Testsome(@Nullable Request[] requests) {
    List<Operation> active = active("Testsome", requests);
    boolean any = !active.isEmpty() && AnyOperation.poll(active);
    return any ? takeDone(requests) : new Status[0];
  }

  /** As {@link #Waitall}. */
  public static void waitAll(@Nullable Request[] requests) {
    Waitall(requests);
  }

  /** As {@link #Waitall}. */
  public static Status[] waitAllStatus(@Nullable Request[] requests) {
    return Waitall(requests);
  }

  /** Are all complete? If so, as {@link #Waitall}. */
  public static boolean testAll(@Nullable Request[] requests) {
    return Testall(requests) != null;
  }

  /** As {@link #Testall}. */
  public static Status @Nullable [] testAllStatus(@Nullable Request[] requests) {
    return Testall(requests);
  }

  /** Waits for one and returns its index; {@code MPI.UNDEFINED} if all are null. */
  public static int waitAny(@Nullable Request[] requests) {
    return Waitany(requests).index;
  }

  /** As {@link #Waitany}. */
  public static Status waitAnyStatus(@Nullable Request[] requests) {
    return Waitany(requests);
  }

  /** The index of one that is complete; {@code MPI.UNDEFINED} if none is. */
  public static int testAny(@Nullable Request[] requests) {
    Status status = Testany(requests);
    return status == null ? Wildcards.UNDEFINED : status.index;
  }

  /** As {@link #Testany}. */
  public static @Nullable Status testAnyStatus(@Nullable Request[] requests) {
    return Testany(requests);
  }

  /** The indices of those that are complete, at least one; null if all requests are null. */
  public static int @Nullable [] waitSome(@Nullable Request[] requests) {
    return indices(Waitsome(requests));
  }

  /** As {@link #Waitsome}. */
  public static Status @Nullable [] waitSomeStatus(@Nullable Request[] requests) {
    return Waitsome(requests);
  }

  /** The indices of those that are complete, perhaps none; null if all requests are null. */
  public static int @Nullable [] testSome(@Nullable Request[] requests) {
    return indices(testSomeStatus(requests));
  }

  /** As {@link #Testsome}, but null if all requests are null. */
  public static Status @Nullable [] testSomeStatus(@Nullable Request[] requests) {
    return active("testSomeStatus", requests).isEmpty() ? null : Testsome(requests);
  }

  private static int @Nullable [] indices(Status @Nullable [] statuses) {
    return statuses == null ? null : Stream.of(statuses).mapToInt(each -> each.index).toArray();
  }

  /** A new transfer of a persistent request. */
  final void activate(Operation started) {
    operation = started;
  }

  final boolean isActive() {
    return operation != null;
  }

  private void taken(Operation active) {
    if (active.isDone()) {
      operation = null;
      active.recycle();
    }
  }

  private static List<Operation> active(String operation, @Nullable Request[] requests) {
    Arguments.given(operation, "array of requests", requests);
    List<Operation> active = new ArrayList<>(requests.length);
    for (Request each : requests) {
      if (each != null && each.operation != null) {
        active.add(each.operation);
      }
    }
    return active;
  }

  private static boolean isDone(@Nullable Request request) {
    return request != null && request.operation != null && request.operation.isDone();
  }

  private static int firstDone(@Nullable Request[] requests) {
    int i = 0;
    while (!isDone(requests[i])) {
      i++;
    }
    return i;
  }

  private static Status[] takeDone(@Nullable Request[] requests) {
    List<Status> statuses = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      if (isDone(requests[i])) {
        statuses.add(complete(requests, i));
      }
    }
    return statuses.toArray(Status[]::new);
  }

  private static Status complete(@Nullable Request[] requests, int index) {
    Request request = requests[index];
    return indexed(request == null ? emptyStatus() : request.Wait(), index);
  }

  private static Status indexed(Status status, int index) {
    status.index = index;
    return status;
  }

  private static Status emptyStatus() {
    return new Status();
  }

  private static MPIException added(@Nullable MPIException first, MPIException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
