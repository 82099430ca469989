import java.util.HashMap;
import java.util.Map;

/**
 * Tables filled by loops, beside statics that change; statements with effects that use constants.
 */
public class SharedTables {
  static class Hex {
    private static final byte[] DIGITS = new byte['f' + 1];
    static final Map<String, String> names = new HashMap<>();

    static {
      names.put("a", "b");
      for (int i = 0; i < DIGITS.length; i++) DIGITS[i] = -1;
      char c = '0';
      do DIGITS[c] = (byte) (c - '0');
      while (++c <= '9');
      for (c = 'a'; c <= 'f'; c++) DIGITS[c] = (byte) (c - 'a' + 10);
    }

    static int digit(char c) {
      return DIGITS[c];
    }
  }

  static class Marked {
    private static final long[] TIMES = new long[2];
    static final int COUNT = "four".length();

    static {
      TIMES[1] = Long.getLong("absent", 7) + (long) System.getProperty("who").length();
      System.out.println("Marked " + COUNT);
    }

    static long time(int i) {
      return TIMES[i];
    }
  }

  static class Length {
    private static final int[] LENGTHS = new int[1];

    static {
      LENGTHS[0] =
          Thread.currentThread().getName().length() * 0
              + Integer.parseInt(System.getProperty("who"));
    }

    static int length() {
      return LENGTHS[0];
    }
  }

  enum Said {
    A,
    B;

    static {
      System.out.println("Said " + A + B);
    }
  }

  enum Stateful {
    X;
    int state;

    static {
      X.state += 2;
      System.out.println("Stateful " + X + X.state);
    }
  }

  public static void main(String[] args) {
    System.out.println(
        Hex.digit('7') + " " + Hex.digit('e') + " " + Hex.digit('z' > 'f' ? 'Z' : 'z'));
    Hex.names.put("c", args[0]);
    System.out.println(Hex.names);
    System.out.println(Marked.time(1) + " " + Marked.COUNT + " " + Length.length());
    System.out.println(Said.B + " " + Stateful.X.state++);
  }
}
