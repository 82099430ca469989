package mpi;

import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.SmallReceipt;
import dev.metaproc.mpi.Wildcards;
import org.jspecify.annotations.Nullable;

/** What a receive, probe or completed request tells. The fields are MPJ Express' own. */
public class Status implements Freeable {
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

  static Status of(long receipt, Layout layout) {
    Status status = new Status();
    int elements = SmallReceipt.elements(receipt);
    status.source = SmallReceipt.source(receipt);
    status.tag = SmallReceipt.tag(receipt);
    status.numEls = elements;
    status.count = items(elements, layout);
    status.countInBytes = elements * layout.type().bytes();
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

  /** Items of {@code datatype}; {@code MPI.UNDEFINED} if there is no whole number of them. */
  public int getCount(Datatype datatype) {
    return Get_count(datatype);
  }

  /** Basic values, counting each of a struct or a pair by itself. */
  public int getElements(Datatype datatype) {
    return (int) Math.min(Integer.MAX_VALUE, getElementsX(datatype).getCount());
  }

  /** As {@link #getElements}, without its limit. */
  public Count getElementsX(Datatype datatype) {
    if (Datatype.layoutOf("getElements", datatype).type().bytes() == 0) {
      return new Count(numEls);
    }
    long found = datatype.basics().in(countInBytes);
    return new Count(found < 0 ? Wildcards.UNDEFINED : found);
  }

  public int getSource() {
    return source;
  }

  public int getTag() {
    return tag;
  }

  /** Which request of an array is meant; {@code MPI.UNDEFINED} if all were null. */
  public int getIndex() {
    return index;
  }

  /** Always {@code MPI.SUCCESS}: a transfer that went wrong throws. */
  public int getError() {
    return MPI.SUCCESS;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  public void setCancelled(boolean flag) {
    cancelled = flag;
  }

  /** Makes {@link #getElements} answer {@code elements}. */
  public void setElements(Datatype datatype, int elements) {
    Arguments.count("setElements", "count", elements);
    ElementType type = Datatype.layoutOf("setElements", datatype).type();
    long bytes = type.bytes() == 0 ? elements : datatype.basics().bytesOf(elements);
    countInBytes = (int) Math.min(Integer.MAX_VALUE, bytes);
    numEls = type.bytes() == 0 ? elements : countInBytes / type.bytes();
    count = items(numEls, datatype.layout());
  }

  public void setElementsX(Datatype datatype, Count elements) {
    Arguments.given("setElementsX", "count", elements);
    if (elements.getCount() > Integer.MAX_VALUE) {
      throw new MPIException(
          ErrorClass.COUNT,
          "setElementsX: " + elements + " is out of range: use 0.." + Integer.MAX_VALUE);
    }
    setElements(datatype, (int) elements.getCount());
  }

  /** Nothing to free. */
  @Override
  public void free() {}

  /** Bytes may be counted as any type, as after a probe for packed data. */
  private int elements(String operation, Datatype datatype) {
    ElementType type = Datatype.layoutOf(operation, datatype).type();
    return type.bytes() == 0 || numEls == 0
        ? numEls
        : countInBytes % type.bytes() == 0 ? countInBytes / type.bytes() : Wildcards.UNDEFINED;
  }

  private static int items(int elements, @Nullable Layout layout) {
    if (layout == null || layout.size() == 1 || elements == 0 || elements == Wildcards.UNDEFINED) {
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
