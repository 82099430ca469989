/** Initialisers run in textual order; forward reads see default values. */
public class InitKeepsOrder {
  static int early = peek();
  static int late = 7;
  static final int FINAL;

  static {
    FINAL = late + 1;
    late = 9;
  }

  static int peek() {
    return late;
  }

  static class Blank {
    static final String S;

    static {
      String t = "";
      for (int i = 0; i < 3; i++) t += i;
      S = t;
    }
  }

  public static void main(String[] args) {
    System.out.println(early + " " + late + " " + FINAL + " " + Blank.S);
  }
}
