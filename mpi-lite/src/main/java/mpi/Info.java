package mpi;

import dev.metaproc.mpi.ErrorClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hints: pairs of strings (MPI-4.1 chapter 10). Thread-safe. */
@SuppressWarnings("AvoidCommonTypeNames") // the name is MPI's
public final class Info implements Freeable, Cloneable {
  static final int MAX_KEY = 36;
  static final int MAX_VALUE = 256;

  private final Map<String, String> pairs;
  private final boolean isConstant;
  private boolean freed;

  public Info() {
    this(Map.of(), false);
  }

  private Info(Map<String, String> pairs, boolean isConstant) {
    this.pairs = new LinkedHashMap<>(pairs);
    this.isConstant = isConstant;
  }

  /** {@code MPI.INFO_NULL}. */
  static Info none() {
    Info info = new Info(Map.of(), true);
    info.freed = true;
    return info;
  }

  static Info empty() {
    return new Info(Map.of(), true);
  }

  /** Pairs nobody may change. */
  static Info constant(Map<String, String> pairs) {
    return new Info(pairs, true);
  }

  static Info required(String operation, @Nullable Info info) {
    if (info == null) {
      throw new MPIException(
          ErrorClass.INFO, operation + ": the info is null: pass MPI.INFO_NULL for no hints");
    }
    return info;
  }

  public synchronized void set(String key, String value) {
    requireChangeable("set");
    requireLength("key", Arguments.text("set", "key", key), MAX_KEY, ErrorClass.INFO_KEY);
    requireLength("value", Arguments.text("set", "value", value), MAX_VALUE, ErrorClass.INFO_VALUE);
    pairs.put(key, value);
  }

  /** Null if there is no such key. */
  public synchronized @Nullable String get(String key) {
    requireAlive("get");
    return pairs.get(Arguments.text("get", "key", key));
  }

  public synchronized void delete(String key) {
    requireChangeable("delete");
    if (pairs.remove(Arguments.text("delete", "key", key)) == null) {
      throw new MPIException(
          ErrorClass.INFO_NOKEY,
          "delete: there is no key \"" + key + "\": delete keys that were set");
    }
  }

  public synchronized int size() {
    requireAlive("size");
    return pairs.size();
  }

  /** The keys in the order in which they were set. */
  public synchronized String getKey(int i) {
    requireAlive("getKey");
    if (i < 0 || i >= pairs.size()) {
      throw new MPIException(
          ErrorClass.ARG,
          "getKey: " + i + " is not in 0.." + (pairs.size() - 1) + ": count from 0");
    }
    return pairs.keySet().stream().skip(i).findFirst().orElseThrow();
  }

  /** As {@link #dup}. */
  @Override
  @SuppressWarnings("MissingSuperCall") // nothing is cloned field by field
  public Info clone() {
    return dup();
  }

  public synchronized Info dup() {
    requireAlive("dup");
    return copy();
  }

  synchronized Info copy() {
    return new Info(pairs, false);
  }

  synchronized Map<String, String> pairs() {
    return Map.copyOf(pairs);
  }

  @Override
  public synchronized void free() {
    requireChangeable("free");
    freed = true;
  }

  public synchronized boolean isNull() {
    return freed;
  }

  private void requireAlive(String operation) {
    if (freed) {
      throw new MPIException(
          ErrorClass.INFO,
          operation
              + ": the info is "
              + (isConstant ? "MPI.INFO_NULL" : "freed")
              + ": make one with new Info()");
    }
  }

  private void requireChangeable(String operation) {
    requireAlive(operation);
    if (isConstant) {
      throw new MPIException(
          ErrorClass.INFO, operation + ": this info is predefined: change a dup() of it");
    }
  }

  private static void requireLength(String what, String text, int limit, ErrorClass kind) {
    if (text.isEmpty() || text.length() > limit) {
      throw new MPIException(
          kind,
          ("set: the " + what + " \"" + text + "\" has " + text.length() + " characters: use 1..")
              + limit);
    }
  }

  @Override
  public synchronized String toString() {
    return "Info" + pairs;
  }
}
