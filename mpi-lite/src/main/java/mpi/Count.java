package mpi;

/** A number of elements beyond an int. */
@SuppressWarnings("ComparableType") // Open MPI's is a raw Comparable
public final class Count implements Comparable<Object> {
  private long count;

  public Count(long count) {
    this.count = count;
  }

  /** What a method that returns an int tells: {@code MPI.UNDEFINED} for what it cannot. */
  static int asInt(long count) {
    return (int) count == count ? (int) count : MPI.UNDEFINED;
  }

  public long getCount() {
    return count;
  }

  public void setCount(long count) {
    this.count = count;
  }

  /** As Open MPI's: anything that is no Count is less. */
  @Override
  public int compareTo(Object other) {
    return other instanceof Count that ? Long.compare(count, that.count) : -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Count that && count == that.count;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count);
  }

  @Override
  public String toString() {
    return Long.toString(count);
  }
}
