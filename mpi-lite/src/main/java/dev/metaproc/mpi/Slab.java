package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * Where the members of a communicator leave the data of a small collective, side by side in rank
 * order, in an array of the data's type. Made when it is first used.
 */
@SuppressWarnings("EnumOrdinal") // a dense number is wanted, within one JVM
final class Slab {
  /** A member's data in a slot. */
  static final int SLOT_BYTES = 256;

  /** All members' data for all members. */
  static final int MATRIX_BYTES = 256 * 1024;

  private final int members;
  private final @Nullable Object[] slots = new Object[ElementType.values().length];
  private final @Nullable Object[] results = new Object[slots.length];
  private final @Nullable Object[] matrices = new Object[slots.length];

  Slab(int members) {
    this.members = members;
  }

  /** Room for {@link #SLOT_BYTES} of each member. */
  Object slots(ElementType type) {
    return of(slots, type, members * (SLOT_BYTES / type.bytes()));
  }

  /** Room for {@link #SLOT_BYTES}. */
  Object result(ElementType type) {
    return of(results, type, SLOT_BYTES / type.bytes());
  }

  /** Room for {@link #MATRIX_BYTES}. */
  Object matrix(ElementType type) {
    return of(matrices, type, MATRIX_BYTES / type.bytes());
  }

  private Object of(@Nullable Object[] arrays, ElementType type, int length) {
    Object made = arrays[type.ordinal()];
    return made != null ? made : make(arrays, type, length);
  }

  private synchronized Object make(@Nullable Object[] arrays, ElementType type, int length) {
    Object made = arrays[type.ordinal()];
    if (made == null) {
      made = type.newArray(length);
      arrays[type.ordinal()] = made;
    }
    return made;
  }
}
