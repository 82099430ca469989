package dev.metaproc.mpi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies a few elements between arrays of one type, or to and from memory outside the heap. Knowing
 * the type the compiler makes a few moves of it, where {@code System.arraycopy} of an {@code
 * Object} would ask for the type first.
 */
final class Elements {
  private static final ValueLayout.OfBoolean BOOLEAN = ValueLayout.JAVA_BOOLEAN;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Elements() {}

  static void copy(ElementType type, Object from, int start, Object into, int at, int n) {
    switch (type) {
      case DOUBLE -> {
        double[] a = (double[]) from;
        double[] b = (double[]) into;
        if (n == 1) {
          b[at] = a[start];
        } else {
          System.arraycopy(a, start, b, at, n);
        }
      }
      case LONG -> {
        long[] a = (long[]) from;
        long[] b = (long[]) into;
        if (n == 1) {
          b[at] = a[start];
        } else {
          System.arraycopy(a, start, b, at, n);
        }
      }
      case INT -> {
        int[] a = (int[]) from;
        int[] b = (int[]) into;
        if (n == 1) {
          b[at] = a[start];
        } else {
          System.arraycopy(a, start, b, at, n);
        }
      }
      case BYTE, PACKED -> System.arraycopy((byte[]) from, start, (byte[]) into, at, n);
      case CHAR, SHORT, BOOLEAN, FLOAT, OBJECT -> System.arraycopy(from, start, into, at, n);
    }
  }

  /** Copies {@code pieces} of {@code n} elements, {@code stride} apart, side by side. */
  static void copyColumn(
      ElementType type,
      Object from,
      int start,
      int stride,
      Object into,
      int at,
      int n,
      int pieces) {
    if (type == ElementType.LONG && n == 1) {
      column((long[]) from, start, stride, (long[]) into, at, pieces);
    } else if (type == ElementType.DOUBLE && n == 1) {
      column((double[]) from, start, stride, (double[]) into, at, pieces);
    } else if (type == ElementType.INT && n == 1) {
      column((int[]) from, start, stride, (int[]) into, at, pieces);
    } else {
      for (int i = 0; i < pieces; i++) {
        copy(type, from, start + i * stride, into, at + i * n, n);
      }
    }
  }

  private static void column(long[] from, int start, int stride, long[] into, int at, int n) {
    for (int i = 0; i < n; i++) {
      into[at + i] = from[start + i * stride];
    }
  }

  private static void column(double[] from, int start, int stride, double[] into, int at, int n) {
    for (int i = 0; i < n; i++) {
      into[at + i] = from[start + i * stride];
    }
  }

  private static void column(int[] from, int start, int stride, int[] into, int at, int n) {
    for (int i = 0; i < n; i++) {
      into[at + i] = from[start + i * stride];
    }
  }

  /** To {@code to} from byte {@code at}. */
  static void copyOut(ElementType type, Object from, int start, MemorySegment to, long at, int n) {
    switch (type) {
      case DOUBLE -> {
        double[] a = (double[]) from;
        for (int i = 0; i < n; i++) {
          to.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at + 8L * i, a[start + i]);
        }
      }
      case LONG -> {
        long[] a = (long[]) from;
        for (int i = 0; i < n; i++) {
          to.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * i, a[start + i]);
        }
      }
      case INT -> {
        int[] a = (int[]) from;
        for (int i = 0; i < n; i++) {
          to.set(ValueLayout.JAVA_INT_UNALIGNED, at + 4L * i, a[start + i]);
        }
      }
      case BYTE, PACKED -> {
        byte[] a = (byte[]) from;
        int i = 0;
        for (; i <= n - 8; i += 8) {
          to.set(ValueLayout.JAVA_LONG_UNALIGNED, at + i, (long) EIGHT.get(a, start + i));
        }
        for (; i < n; i++) {
          to.set(ValueLayout.JAVA_BYTE, at + i, a[start + i]);
        }
      }
      case CHAR ->
          MemorySegment.copy((char[]) from, start, to, ValueLayout.JAVA_CHAR_UNALIGNED, at, n);
      case SHORT ->
          MemorySegment.copy((short[]) from, start, to, ValueLayout.JAVA_SHORT_UNALIGNED, at, n);
      case FLOAT ->
          MemorySegment.copy((float[]) from, start, to, ValueLayout.JAVA_FLOAT_UNALIGNED, at, n);
      case BOOLEAN -> {
        boolean[] a = (boolean[]) from;
        for (int i = 0; i < n; i++) {
          to.set(BOOLEAN, at + i, a[start + i]);
        }
      }
      case OBJECT -> throw Kernel.undefined(type);
    }
  }

  /** From {@code from}, byte {@code at} on. */
  static void copyIn(ElementType type, MemorySegment from, long at, Object into, int start, int n) {
    switch (type) {
      case DOUBLE -> {
        double[] a = (double[]) into;
        for (int i = 0; i < n; i++) {
          a[start + i] = from.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at + 8L * i);
        }
      }
      case LONG -> {
        long[] a = (long[]) into;
        for (int i = 0; i < n; i++) {
          a[start + i] = from.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L * i);
        }
      }
      case INT -> {
        int[] a = (int[]) into;
        for (int i = 0; i < n; i++) {
          a[start + i] = from.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4L * i);
        }
      }
      case BYTE, PACKED -> {
        byte[] a = (byte[]) into;
        int i = 0;
        for (; i <= n - 8; i += 8) {
          EIGHT.set(a, start + i, from.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i));
        }
        for (; i < n; i++) {
          a[start + i] = from.get(ValueLayout.JAVA_BYTE, at + i);
        }
      }
      case CHAR ->
          MemorySegment.copy(from, ValueLayout.JAVA_CHAR_UNALIGNED, at, (char[]) into, start, n);
      case SHORT ->
          MemorySegment.copy(from, ValueLayout.JAVA_SHORT_UNALIGNED, at, (short[]) into, start, n);
      case FLOAT ->
          MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float[]) into, start, n);
      case BOOLEAN -> {
        boolean[] a = (boolean[]) into;
        for (int i = 0; i < n; i++) {
          a[start + i] = from.get(BOOLEAN, at + i);
        }
      }
      case OBJECT -> throw Kernel.undefined(type);
    }
  }
}
