package dev.metaproc.mpi;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** What a buffer's elements are: one of Java's array types, as MPI names it. */
public enum ElementType {
  BYTE("MPI.BYTE", byte[].class, Byte.BYTES),
  CHAR("MPI.CHAR", char[].class, Character.BYTES),
  SHORT("MPI.SHORT", short[].class, Short.BYTES),
  BOOLEAN("MPI.BOOLEAN", boolean[].class, 1),
  INT("MPI.INT", int[].class, Integer.BYTES),
  LONG("MPI.LONG", long[].class, Long.BYTES),
  FLOAT("MPI.FLOAT", float[].class, Float.BYTES),
  DOUBLE("MPI.DOUBLE", double[].class, Double.BYTES),
  /** Any serialisable objects; they cross ranks as bytes, so their size is not known here. */
  OBJECT("MPI.OBJECT", Object[].class, 0),
  /** Bytes whose meaning only the program knows. */
  PACKED("MPI.PACKED", byte[].class, 1);

  /** What all JVMs allow. */
  public static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String mpiName;
  private final Class<?> arrayType;
  private final int bytes;

  ElementType(String mpiName, Class<?> arrayType, int bytes) {
    this.mpiName = mpiName;
    this.arrayType = arrayType;
    this.bytes = bytes;
  }

  public String mpiName() {
    return mpiName;
  }

  /** Bytes per element; 0 for objects. */
  public int bytes() {
    return bytes;
  }

  /** The Java type a buffer must have, as a reader would write it: {@code int[]}. */
  String arrayName() {
    return arrayType.getSimpleName();
  }

  boolean holds(Object buffer) {
    return arrayType.isInstance(buffer);
  }

  /** Is it an array of this type that has these elements? */
  boolean contains(Object buffer, int start, int elements) {
    return start >= 0
        && elements >= 0
        && switch (this) {
          case DOUBLE -> buffer instanceof double[] a && elements <= a.length - start;
          case LONG -> buffer instanceof long[] a && elements <= a.length - start;
          case INT -> buffer instanceof int[] a && elements <= a.length - start;
          case BYTE, PACKED -> buffer instanceof byte[] a && elements <= a.length - start;
          case CHAR -> buffer instanceof char[] a && elements <= a.length - start;
          case SHORT -> buffer instanceof short[] a && elements <= a.length - start;
          case FLOAT -> buffer instanceof float[] a && elements <= a.length - start;
          case BOOLEAN -> buffer instanceof boolean[] a && elements <= a.length - start;
          case OBJECT -> buffer instanceof Object[] a && elements <= a.length - start;
        };
  }

  /** May a message of this type be received as {@code other} (MPI-4.1 section 3.3.1)? */
  boolean matches(ElementType other) {
    return this == other || (arrayType == byte[].class && other.arrayType == byte[].class);
  }

  Object newArray(int length) {
    return Array.newInstance(
        arrayType == Object[].class ? Object.class : arrayType.getComponentType(), length);
  }

  /** As {@link #newArray}, or memory where no array is long enough. */
  Object newStorage(long length) {
    return newStorage(
        arrayType == Object[].class ? Object.class : arrayType.getComponentType(), length);
  }

  /** The same, an array of {@code component}. */
  Object newStorage(Class<?> component, long length) {
    return length <= LONGEST_ARRAY
        ? Array.newInstance(component, (int) length)
        : Memory.allocate(Math.multiplyExact(length, (long) bytes));
  }

  /** What a private copy of {@code storage} is an array of. */
  Class<?> componentOf(Object storage) {
    Class<?> component = storage.getClass().getComponentType();
    return component != null ? component : arrayType.getComponentType();
  }

  /** Do both share memory, so that writing to one may change the other? */
  @SuppressWarnings("ReferenceEquality") // identity is the question
  static boolean isSameArray(Object array, @Nullable Object other) {
    return array == other
        || (array instanceof Memory one && other instanceof Memory two && one.overlaps(two));
  }

  /** Elements that fit into {@code storage}, an array or a {@link Memory}. */
  long length(Object storage) {
    return storage instanceof Memory memory ? memory.length(this) : Array.getLength(storage);
  }
}
