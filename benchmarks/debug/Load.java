/** What another program does while one is debugged: prints ns per exception, call and iteration. */
final class Load {
  private static final int OPERATIONS = 200_000;

  private static int sum;

  private Load() {}

  public static void main(String[] arguments) {
    while (true) {
      System.out.printf("load %.1f %.2f %.3f%n", exceptions(), calls(), loops());
    }
  }

  private static double exceptions() {
    int count = OPERATIONS / 100;
    long from = System.nanoTime();
    for (int i = 0; i < count; i++) {
      try {
        sum += deep(10, i);
      } catch (IllegalStateException e) {
        sum++;
      }
    }
    return (System.nanoTime() - from) / (double) count;
  }

  private static int deep(int depth, int value) {
    if (depth == 0) {
      throw new IllegalStateException();
    }
    return deep(depth - 1, value) + 1;
  }

  private static double calls() {
    StringBuilder text = new StringBuilder();
    long from = System.nanoTime();
    for (int i = 0; i < OPERATIONS; i++) {
      text.setLength(0);
      text.append(i).append('x');
      sum += text.length();
    }
    return (System.nanoTime() - from) / (double) OPERATIONS;
  }

  private static double loops() {
    int value = sum;
    long from = System.nanoTime();
    for (int i = 0; i < OPERATIONS * 100; i++) {
      value = value * 31 + i;
    }
    sum = value;
    return (System.nanoTime() - from) / (OPERATIONS * 100.0);
  }
}
