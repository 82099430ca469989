package dev.metaproc.debug.jdwp;

/** The tags of values: the first letter of a type's signature, or a finer name for an object. */
public final class Tag {
  public static final int ARRAY = '[';
  public static final int OBJECT = 'L';
  public static final int VOID = 'V';

  private Tag() {}

  /** Bytes of an untagged primitive value. */
  public static int width(int tag) {
    return switch (tag) {
      case 'B', 'Z' -> 1;
      case 'C', 'S' -> 2;
      case 'I', 'F' -> 4;
      case 'J', 'D' -> 8;
      case VOID -> 0;
      default -> throw new MalformedPacketException("tag " + tag + " is no value's");
    };
  }

  /** The letter of {@link Shape} for an object of this tag; 0 for a primitive value. */
  public static char idLetter(int tag) {
    return switch (tag) {
      case ARRAY -> 'a';
      case OBJECT -> 'o';
      case 's' -> 'S';
      case 't' -> 't';
      case 'g' -> 'g';
      case 'l' -> 'L';
      case 'c' -> 'C';
      default -> 0;
    };
  }

  public static boolean isObject(int tag) {
    return idLetter(tag) != 0;
  }
}
