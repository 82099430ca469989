package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.MatchedMessage;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Region;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that was probed for and that only this object can receive (MPI-4.1 section 3.8.2): how
 * several threads of a rank probe and receive without taking each other's messages. Null until a
 * probe finds a message, and again when it is received.
 */
public final class Message {
  private @Nullable MatchedMessage matched;

  public Message() {}

  public boolean isNull() {
    return matched == null;
  }

  /** Was it probed for from {@code MPI.PROC_NULL}? Such a message is empty. */
  public boolean isNoProc() {
    MatchedMessage found = matched;
    return found != null && found.isFromNobody();
  }

  /** Waits for a message that fits and takes it. */
  public Status mProbe(int source, int tag, Comm comm) {
    MatchedMessage found = required("mProbe", comm).core.mprobe("mProbe", source, tag, true);
    matched = found;
    if (found == null) {
      throw new IllegalStateException("a probe that waits found nothing");
    }
    return Status.of(found.probe(), null);
  }

  /** As {@link #mProbe}, but null if no such message is there. */
  public @Nullable Status imProbe(int source, int tag, Comm comm) {
    MatchedMessage found = required("imProbe", comm).core.mprobe("imProbe", source, tag, false);
    if (found == null) {
      return null;
    }
    matched = found;
    return Status.of(found.probe(), null);
  }

  private static Comm required(String operation, @Nullable Comm comm) {
    if (comm == null) {
      throw new MPIException(
          ErrorClass.COMM,
          operation + ": the communicator is null: pass MPI.COMM_WORLD or another");
    }
    return comm;
  }

  /** Receives the message. */
  public Status mRecv(@Nullable Object buf, int count, Datatype type) {
    Operation receive = receive("mRecv", buf, count, type);
    receive.await();
    return Status.of(receive, type.layout());
  }

  public Request imRecv(@Nullable Buffer buf, int count, Datatype type) {
    return imRecv((Object) buf, count, type);
  }

  /** As {@link #mRecv}; the request tells the status. */
  public Request imRecv(@Nullable Object buf, int count, Datatype type) {
    return new Request(receive("imRecv", buf, count, type), type.layout());
  }

  /** As {@link #mRecv(Object, int, Datatype)}, of more items than an int counts. */
  public Status mRecv(@Nullable Object buf, long count, Datatype type) {
    Operation receive = receive("mRecv", buf, count, type);
    receive.await();
    return Status.of(receive, type.layout());
  }

  private Operation receive(String operation, @Nullable Object buf, long count, Datatype type) {
    MatchedMessage found = matched;
    if (found == null) {
      throw new MPIException(
          ErrorClass.REQUEST,
          operation + ": the message is null: probe for it with mProbe, and receive it once");
    }
    Layout layout = Datatype.layoutOf(operation, type);
    Region target =
        found.isFromNobody()
            ? found.check(operation).region(null, 0, 0, layout)
            : found.check(operation).room(buf, 0, count, layout);
    matched = null;
    return found.receive(operation, target);
  }
}
