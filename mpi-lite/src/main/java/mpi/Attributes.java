package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.MpiRank;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a communicator, window or datatype at one rank (MPI-4.1 section 7.7). Programs
 * for MPJ Express choose keys by themselves; those for Open MPI get them from {@code createKeyval},
 * whose keys may not be used any more once they are freed. Thread-safe.
 */
final class Attributes {
  private final Map<Integer, Object> values;
  private final Map<Datatype, Attributes> types = new ConcurrentHashMap<>(0);

  Attributes() {
    this(Map.of());
  }

  private Attributes(Map<Integer, Object> values) {
    this.values = new ConcurrentHashMap<>(values);
  }

  /** Those of a predefined datatype, which all ranks share, at the rank whose world this is. */
  Attributes ofType(Datatype type) {
    return types.computeIfAbsent(type, any -> new Attributes());
  }

  /** A duplicated object has the same attributes. */
  Attributes copy() {
    return new Attributes(values);
  }

  @Nullable Object get(MpiRank rank, String operation, int keyval) {
    Object value = values.get(keyval);
    if (value == null) {
      require(rank, operation, keyval);
    }
    return value; // it outlives its key (MPI-4.1 section 7.7.2)
  }

  void put(MpiRank rank, String operation, int keyval, @Nullable Object value) {
    require(rank, operation, keyval);
    if (value == null) {
      throw new MPIException(
          ErrorClass.ARG, operation + ": the value is null: use deleteAttr to have no value");
    }
    values.put(keyval, value);
  }

  void remove(MpiRank rank, String operation, int keyval) {
    require(rank, operation, keyval);
    values.remove(keyval);
  }

  private static void require(MpiRank rank, String operation, int keyval) {
    if (rank.isFreedKeyval(keyval)) {
      throw new MPIException(
          ErrorClass.KEYVAL,
          operation
              + ": the attribute key "
              + keyval
              + " was freed: use it before freeKeyval only");
    }
  }
}
