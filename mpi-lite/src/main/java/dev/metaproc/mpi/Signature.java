package dev.metaproc.mpi;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What must agree between the ranks that meet in a collective, and how an error names it.
 *
 * @param root the root, or {@link #NONE}
 * @param type the element type, or null where ranks may differ
 * @param elements elements of that type, or {@link #NONE} where ranks may differ
 * @param op the reduction, or null
 */
record Signature(
    String operation, int root, @Nullable ElementType type, long elements, @Nullable String op) {
  static final int NONE = -1;

  static Signature of(String operation) {
    return new Signature(operation, NONE, null, NONE, null);
  }

  /**
   * Do the members make one broadcast, of which the root sends no more than the others have room
   * for? MPI wants them to be equal, but all implementations let it pass and programs do it.
   */
  static boolean isShortBroadcast(Signature[] members) {
    Signature first = members[0];
    if (!first.operation.equals("Bcast") || first.root < 0 || first.elements < 0) {
      return false;
    }
    long sent = members[first.root].elements;
    for (Signature each : members) {
      boolean same =
          each.operation.equals("Bcast") && each.root == first.root && each.type == first.type;
      if (!same || each.elements < sent) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringJoiner arguments = new StringJoiner(", ", operation + "(", ")");
    if (root != NONE) {
      arguments.add("root=" + root);
    }
    if (type != null) {
      arguments.add(elements == NONE ? type.mpiName() : elements + " " + type.mpiName());
    }
    if (op != null) {
      arguments.add(op);
    }
    return arguments.toString();
  }
}
