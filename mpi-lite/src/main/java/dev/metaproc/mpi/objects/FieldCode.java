package dev.metaproc.mpi.objects;

import org.jspecify.annotations.Nullable;

/** The fields of one class as numbers and references. Thread-safe. */
interface FieldCode {
  /** Writes the primitive fields; returns a hash of the object's content. */
  long numbers(Object object, long[] into, int at);

  /** Writes the other fields. */
  void references(Object object, @Nullable Object[] into, int at);

  /** A record of these components, or an empty object of another class. */
  Object make(long[] numbers, int at, @Nullable Object[] references, int start);

  /** Gives an object of another class its fields. */
  void fill(Object object, long[] numbers, int at, @Nullable Object[] references, int start);
}
