/** Pattern switches over sealed types, enums and records. */
public class Patterns {
  sealed interface Shape permits Circle, Square {}

  record Circle(double r) implements Shape {}

  record Square(double a) implements Shape {}

  enum Color {
    RED,
    BLUE
  }

  static int seen;

  static String name(Object o) {
    seen++;
    return switch (o) {
      case Circle(double r) when r > 1 -> "big circle";
      case Circle c -> "circle";
      case Square s -> "square";
      case Color k when k == Color.RED -> "red";
      case Color k -> k.name();
      case null -> "null";
      default -> "?";
    };
  }

  public static void main(String[] args) {
    for (Object o :
        new Object[] {new Circle(2), new Circle(1), new Square(1), Color.RED, Color.BLUE, null, 3})
      System.out.println(name(o));
    System.out.println(seen);
  }
}
