import java.util.*;

/** Enums with tables by code, constructor arguments and static initialisers. */
public class EnumTables {
  enum Op {
    ADD("+") {
      int apply(int a, int b) {
        return a + b;
      }
    },
    MUL("*") {
      int apply(int a, int b) {
        return a * b;
      }
    };
    private static final Map<String, Op> BY = new HashMap<>();

    static {
      for (Op o : values()) BY.put(o.sign, o);
    }

    final String sign;

    Op(String s) {
      sign = s;
    }

    abstract int apply(int a, int b);

    static Op of(String s) {
      return BY.get(s);
    }

    static void forget(String s) {
      BY.remove(s);
    }
  }

  public static void main(String[] args) {
    System.out.println(Op.of("+").apply(2, 3) + " " + Op.of("*").apply(2, 3));
    if (args[0].equals("1")) Op.forget("+");
    System.out.println(Op.of("+"));
  }
}
