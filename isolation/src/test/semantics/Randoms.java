import java.util.*;

/** Static random generators and ids start anew in every program. */
public class Randoms {
  static final Random R = new Random(42);
  static int ids;

  static synchronized int id() {
    return ids++;
  }

  public static void main(String[] args) {
    int s = 0;
    for (int i = 0; i < 1000; i++) s += R.nextInt(100) + id();
    System.out.println(s + " " + ids);
  }
}
