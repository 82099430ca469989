import java.util.*;

/** Fields of enum constants that change are the program's own. */
public class EnumState {
  enum Tally {
    A,
    B;
    int hits;
    final List<String> seen = new ArrayList<>();
    static int all;

    void hit(String by) {
      hits++;
      all++;
      seen.add(by);
    }
  }

  public static void main(String[] args) {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Tally.A.hit(args[0]);
      Tally.B.hit("x");
    }
    System.out.println(Tally.A.hits + " " + Tally.A.seen + " " + Tally.B.hits + " " + Tally.all);
  }
}
