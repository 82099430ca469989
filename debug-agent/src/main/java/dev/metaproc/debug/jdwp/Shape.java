package dev.metaproc.debug.jdwp;

/**
 * The shape of a packet's data, one letter an element:
 *
 * <pre>
 *   b  byte, boolean    i  int     l  long    s  string
 *   o  object           t  thread  g  group   c  reference type      L  class loader
 *   C  class object     a  array   S  string object   M  module
 *   m  method           f  field   F  frame
 *   x  location         v  tagged value       w  tagged object id
 *   A  array region     (…)  an int, then as many of what is inside
 * </pre>
 *
 * <p>A method or field is one of the reference type named last, in the packet or in its command.
 */
public record Shape(String letters) {
  /** Told of what a walk comes across. */
  public interface Visitor {
    /** An id of kind {@code letter}, one of {@code otgcLCaSM}; 0 is null. */
    void id(char letter, long id);

    /** The id in a tagged value, which may well be null. */
    default void value(char letter, long id) {
      id(letter, id);
    }

    /** A method of the type named last. */
    default void method(long id) {}

    /** A field of the type named last. */
    default void field(long id) {}

    /** A frame of the thread named last. */
    default void frame(long id) {}
  }

  /**
   * Reads data of this shape to their end.
   *
   * @throws MalformedPacketException if they have another shape
   */
  public void walk(PacketReader data, Visitor visitor) {
    walkPart(data, visitor);
    if (data.hasRemaining()) {
      throw new MalformedPacketException("the packet has data left over");
    }
  }

  /** Reads data of this shape, with others behind them. */
  void walkPart(PacketReader data, Visitor visitor) {
    walk(data, visitor, 0, letters.length());
  }

  private void walk(PacketReader data, Visitor visitor, int from, int to) {
    for (int at = from; at < to; at++) {
      char letter = letters.charAt(at);
      if (letter == '(') {
        int close = letters.indexOf(')', at);
        int count = data.count(close - at - 1);
        for (int i = 0; i < count; i++) {
          walk(data, visitor, at + 1, close);
        }
        at = close;
      } else {
        element(letter, data, visitor);
      }
    }
  }

  private static void element(char letter, PacketReader data, Visitor visitor) {
    switch (letter) {
      case 'b' -> data.skip(1);
      case 'i' -> data.skip(4);
      case 'l' -> data.skip(8);
      case 's' -> data.skip(data.count(1));
      case 'm' -> visitor.method(data.id());
      case 'f' -> visitor.field(data.id());
      case 'F' -> visitor.frame(data.id());
      case 'x' -> location(data, visitor);
      case 'v' -> value(data.u1(), data, visitor);
      case 'w' -> taggedObject(data, visitor);
      case 'A' -> region(data, visitor);
      default -> visitor.id(letter, data.id());
    }
  }

  private static void location(PacketReader data, Visitor visitor) {
    data.skip(1);
    visitor.id('c', data.id());
    visitor.method(data.id());
    data.skip(8);
  }

  /** A value whose tag is known. */
  public static void value(int tag, PacketReader data, Visitor visitor) {
    char letter = Tag.idLetter(tag);
    if (letter == 0) {
      data.skip(Tag.width(tag));
    } else {
      visitor.value(letter, data.id());
    }
  }

  private static void taggedObject(PacketReader data, Visitor visitor) {
    int tag = data.u1();
    char letter = tag == 0 ? 'o' : Tag.idLetter(tag);
    if (letter == 0) {
      throw new MalformedPacketException("tag " + tag + " is not an object's");
    }
    visitor.value(letter, data.id());
  }

  private static void region(PacketReader data, Visitor visitor) {
    int tag = data.u1();
    int count = data.count(1);
    for (int i = 0; i < count; i++) {
      value(Tag.idLetter(tag) == 0 ? tag : data.u1(), data, visitor);
    }
  }
}
