package dev.metaproc.mpi.objects;

import java.util.List;

/**
 * What the pieces of an object mean, in words that every program understands.
 *
 * @param kind what sort of object it is
 * @param name of its class; of an enum, the class that declares it; of an array, of its own class
 * @param numbers its primitive fields in order; the constants of an enum
 * @param references its other fields in order
 */
record Shape(Kind kind, String name, List<Field> numbers, List<Field> references) {
  /** How an object is put together. */
  enum Kind {
    RECORD,
    PLAIN,
    ENUM,
    ARRAY,
    NUMBERS,
    ARRAY_LIST,
    LINKED_LIST,
    ARRAY_DEQUE,
    IMMUTABLE_LIST,
    NULLS_LIST,
    AS_LIST,
    HASH_SET,
    LINKED_HASH_SET,
    IMMUTABLE_SET,
    HASH_MAP,
    IMMUTABLE_MAP
  }

  /**
   * A field.
   *
   * @param owner the class that declares it
   * @param type the name of its type
   */
  record Field(String owner, String name, String type) {}

  /** Of objects whose number of references is told by their one number. */
  static Shape counted(Kind kind, String name) {
    return new Shape(kind, name, List.of(), List.of());
  }

  boolean isCounted() {
    return switch (kind) {
      case RECORD, PLAIN, ENUM, NUMBERS -> false;
      default -> true;
    };
  }

  /** Numbers that one object of it has. */
  int numberCount() {
    return switch (kind) {
      case RECORD, PLAIN -> numbers.size();
      case NUMBERS -> 0;
      default -> 1;
    };
  }

  /** References of an object whose first number is at {@code at}. */
  int referenceCount(long[] values, int at) {
    return switch (kind) {
      case RECORD, PLAIN -> references.size();
      case ENUM -> 0;
      case NUMBERS -> 1;
      default -> (int) values[at];
    };
  }
}
