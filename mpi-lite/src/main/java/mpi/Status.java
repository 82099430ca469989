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

  /** Whole items of the datatype received; {@code MPI.UNDEFINED} if an int cannot tell. */
  public int count;

  /** Elements of the base type; {@code MPI.UNDEFINED} if an int cannot tell. */
  public int numEls;

  /** {@code MPI.UNDEFINED} if an int cannot tell. */
  public int countInBytes;

  private long bytes;
  private boolean cancelled;

  public Status() {}

  static Status of(Operation operation, @Nullable Layout layout) {
    Status status = new Status();
    status.source = operation.source();
    status.tag = operation.tag();
    status.transferred(operation.elements(), operation.bytes(), layout);
    status.cancelled = operation.isCancelled();
    return status;
  }

  static Status of(long receipt, Layout layout) {
    Status status = new Status();
    int elements = SmallReceipt.elements(receipt);
    status.source = SmallReceipt.source(receipt);
    status.tag = SmallReceipt.tag(receipt);
    status.transferred(elements, (long) elements * layout.type().bytes(), layout);
    return status;
  }

  private void transferred(long found, long length, @Nullable Layout layout) {
    bytes = length;
    numEls = Count.asInt(found);
    count = Count.asInt(items(found, layout));
    countInBytes = Count.asInt(length);
  }

  /**
   * Items of {@code datatype}; {@code MPI.UNDEFINED} if there is no whole number of them or an int
   * cannot tell.
   */
  public int Get_count(Datatype datatype) {
    return Count.asInt(getCountX(datatype).getCount());
  }

  /** Elements of the base type of {@code datatype}; {@code MPI.UNDEFINED} as above. */
  public int Get_elements(Datatype datatype) {
    return Count.asInt(elements("Get_elements", datatype));
  }

  public boolean Test_cancelled() {
    return cancelled;
  }

  /** As {@link #Get_count}. */
  public int getCount(Datatype datatype) {
    return Get_count(datatype);
  }

  /** As {@link #getCount}, without its limit ({@code MPI_Get_count_c}). */
  public Count getCountX(Datatype datatype) {
    long found = elements("getCount", datatype);
    return new Count(items(found, Datatype.layoutOf("getCount", datatype)));
  }

  /**
   * Basic values, counting each of a struct or a pair by itself; {@code MPI.UNDEFINED} if an int
   * cannot tell.
   */
  public int getElements(Datatype datatype) {
    return Count.asInt(getElementsX(datatype).getCount());
  }

  /** As {@link #getElements}, without its limit. */
  public Count getElementsX(Datatype datatype) {
    if (Datatype.layoutOf("getElements", datatype).type().bytes() == 0) {
      return new Count(numEls);
    }
    long found = datatype.basics().in(bytes);
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
    set("setElements", datatype, elements);
  }

  public void setElementsX(Datatype datatype, Count elements) {
    set("setElementsX", datatype, Arguments.given("setElementsX", "count", elements).getCount());
  }

  private void set(String operation, Datatype datatype, long values) {
    ElementType type = Datatype.layoutOf(operation, datatype).type();
    if (values < 0 || values > Long.MAX_VALUE / Long.BYTES) {
      throw new MPIException(
          ErrorClass.COUNT,
          (operation + ": count " + values + " is out of range: use 0..")
              + Long.MAX_VALUE / Long.BYTES);
    }
    long length = type.bytes() == 0 ? values : datatype.basics().bytesOf(values);
    transferred(type.bytes() == 0 ? values : length / type.bytes(), length, datatype.layout());
  }

  /** Nothing to free. */
  @Override
  public void free() {}

  /** Bytes may be counted as any type, as after a probe for packed data. */
  private long elements(String operation, Datatype datatype) {
    ElementType type = Datatype.layoutOf(operation, datatype).type();
    return type.bytes() == 0 || numEls == 0
        ? numEls
        : bytes % type.bytes() == 0 ? bytes / type.bytes() : Wildcards.UNDEFINED;
  }

  private static long items(long elements, @Nullable Layout layout) {
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
