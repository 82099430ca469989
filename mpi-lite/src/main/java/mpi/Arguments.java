package mpi;

import dev.metaproc.mpi.ErrorClass;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/** Checks of arguments that several calls have in common. */
final class Arguments {
  private Arguments() {}

  /** Is it of a class that all ranks share, with content that belongs to no program? */
  static boolean isShared(@Nullable Object data) {
    return data instanceof Buffer
        || data instanceof MemorySegment
        || (data != null
            && data.getClass().isArray()
            && data.getClass().getComponentType().isPrimitive());
  }

  static void rank(String operation, String what, int rank, int size) {
    if (rank < 0 || rank >= size) {
      throw new MPIException(
          ErrorClass.RANK,
          (operation + ": " + what + " " + rank + " is not one of " + size + " ranks: use ")
              + (size == 1 ? "0" : "0.." + (size - 1)));
    }
  }

  static void tag(String operation, int tag) {
    if (tag < 0) {
      throw new MPIException(
          ErrorClass.TAG, operation + ": tag " + tag + " is negative: use 0 or more");
    }
  }

  static String name(String operation, @Nullable String name) {
    return text(operation, "name", name);
  }

  static String text(String operation, String what, @Nullable String text) {
    if (text == null) {
      throw new MPIException(
          ErrorClass.ARG, operation + ": the " + what + " is null: pass a String");
    }
    return text;
  }

  /** An argument that programs may have left null. */
  static <T> T given(String operation, String what, @Nullable T argument) {
    if (argument == null) {
      throw new MPIException(
          ErrorClass.ARG, operation + ": the " + what + " is null: pass one, empty for none");
    }
    return argument;
  }

  /** An array whose entries programs may have left null. */
  static <T> T[] full(String operation, String what, @Nullable T @Nullable [] array) {
    @Nullable T[] entries = given(operation, "array of " + what, array);
    for (int i = 0; i < entries.length; i++) {
      if (entries[i] == null) {
        throw new MPIException(
            ErrorClass.ARG,
            operation + ": entry " + i + " of the array of " + what + " is null: fill all");
      }
    }
    @SuppressWarnings("NullAway") // just looked at
    T[] all = entries;
    return all;
  }

  static int count(String operation, String what, int count) {
    if (count < 0) {
      throw new MPIException(
          ErrorClass.COUNT, operation + ": " + what + " " + count + " is negative: use 0 or more");
    }
    return count;
  }
}
