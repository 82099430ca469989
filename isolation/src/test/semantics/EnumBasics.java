import java.util.*;

/** values, valueOf, switch, EnumSet, EnumMap, ordinal, compareTo. */
public class EnumBasics {
  enum E {
    A,
    B {
      @Override
      String m() {
        return "b!";
      }
    },
    C;

    String m() {
      return name().toLowerCase();
    }
  }

  public static void main(String[] args) {
    EnumMap<E, String> map = new EnumMap<>(E.class);
    for (E e : E.values()) map.put(e, e.m());
    System.out.println(map + " " + EnumSet.complementOf(EnumSet.of(E.B)));
    E e = E.valueOf("C");
    switch (e) {
      case A -> System.out.println("a");
      case C -> System.out.println("c");
      default -> System.out.println("?");
    }
    System.out.println(E.B.getClass() == E.class);
    System.out.println(E.B.getDeclaringClass() + " " + E.A.compareTo(E.C));
    E.values()[0] = null;
    System.out.println(E.values()[0]);
    try {
      E.valueOf("X");
    } catch (IllegalArgumentException x) {
      System.out.println(x.getMessage());
    }
    System.out.println(Enum.valueOf(E.class, "A") == E.A);
  }
}
