package mpi;

import dev.metaproc.mpi.AnyOperation;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Wildcards;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer under way (MPI-4.1 section 3.7). When its result has been taken by one of the methods
 * here it is a null request, like {@code MPI.REQUEST_NULL}; a null reference counts as one, too.
 * Only one thread at a time may wait for a request.
 */
public class Request {
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
    return Status.of(active, layout);
  }

  /** Withdraws the transfer if it has not been matched; it must still be waited for. */
  public void Cancel() {
    Operation active = operation;
    if (active != null) {
      active.cancel();
    }
  }

  public boolean Is_null() {
    return operation == null;
  }

  /** Forgets the request; the transfer goes on. */
  public void free() {
    operation = null;
  }

  /** Waits for all; the first error is thrown after that, with the others suppressed. */
  public static Status[] Waitall(@Nullable Request[] requests) {
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
    List<Operation> active = active(requests);
    if (active.isEmpty()) {
      return indexed(emptyStatus(), Wildcards.UNDEFINED);
    }
    AnyOperation.await(active);
    return complete(requests, firstDone(requests));
  }

  /** Waits for at least one and takes all that are complete; null if all requests are null. */
  public static Status @Nullable [] Waitsome(@Nullable Request[] requests) {
    List<Operation> active = active(requests);
    if (active.isEmpty()) {
      return null;
    }
    AnyOperation.await(active);
    return takeDone(requests);
  }

  /** Takes all if all are complete; else null, and none is taken. */
  public static Status @Nullable [] Testall(@Nullable Request[] requests) {
    for (Operation each : active(requests)) {
      if (!each.isDoneOrYield()) {
        return null;
      }
    }
    return Waitall(requests);
  }

  /** Takes one that is complete; null if none is. */
  public static @Nullable Status Testany(@Nullable Request[] requests) {
    List<Operation> active = active(requests);
    if (active.isEmpty()) {
      return indexed(emptyStatus(), Wildcards.UNDEFINED);
    }
    return AnyOperation.poll(active) ? complete(requests, firstDone(requests)) : null;
  }

  /** Takes those that are complete, perhaps none. */
  public static Status[] Testsome(@Nullable Request[] requests) {
    List<Operation> active = active(requests);
    boolean any = !active.isEmpty() && AnyOperation.poll(active);
    return any ? takeDone(requests) : new Status[0];
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
    }
  }

  private static List<Operation> active(@Nullable Request[] requests) {
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
