package mpi;

import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.Wildcards;
import org.jspecify.annotations.Nullable;

/** What a receive, probe or completed request tells. The fields are MPJ Express' own. */
public class Status {
  /** The sender's rank in the communicator. */
  public int source = Wildcards.ANY_SOURCE;

  public int tag = Wildcards.ANY_TAG;

  /** Which request of an array is meant; {@code MPI.UNDEFINED} if all were null. */
  public int index;

  /** Whole items of the datatype received. */
  public int count;

  /** Elements of the base type. */
  public int numEls;

  public int countInBytes;

  private boolean cancelled;

  public Status() {}

  static Status of(Operation operation, @Nullable Layout layout) {
    Status status = new Status();
    status.source = operation.source();
    status.tag = operation.tag();
    status.numEls = operation.elements();
    status.count = items(operation.elements(), layout);
    status.countInBytes = operation.bytes();
    status.cancelled = operation.isCancelled();
    return status;
  }

  /** Items of {@code datatype}; {@code MPI.UNDEFINED} if there is no whole number of them. */
  public int Get_count(Datatype datatype) {
    return items(elements("Get_count", datatype), Datatype.layoutOf("Get_count", datatype));
  }

  /** Elements of the base type of {@code datatype}. */
  public int Get_elements(Datatype datatype) {
    return elements("Get_elements", datatype);
  }

  public boolean Test_cancelled() {
    return cancelled;
  }

  /** Nothing to free. */
  public void free() {}

  /** Bytes may be counted as any type, as after a probe for packed data. */
  private int elements(String operation, Datatype datatype) {
    ElementType type = Datatype.layoutOf(operation, datatype).type();
    return type.bytes() == 0 || numEls == 0
        ? numEls
        : countInBytes % type.bytes() == 0 ? countInBytes / type.bytes() : Wildcards.UNDEFINED;
  }

  private static int items(int elements, @Nullable Layout layout) {
    if (layout == null || elements == 0 || elements == Wildcards.UNDEFINED) {
      return elements;
    }
    boolean whole = layout.size() != 0 && elements % layout.size() == 0;
    return whole ? elements / layout.size() : Wildcards.UNDEFINED;
  }

  @Override
  public String toString() {
    return "Status[source=" + source + ", tag=" + tag + ", count=" + count + "]";
  }
}
