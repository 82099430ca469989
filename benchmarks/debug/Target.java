/** Hits one line for ever, with a few threads beside. */
final class Target {
  static volatile int hits;
  static volatile int turns;

  private Target() {}

  public static void main(String[] arguments) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      Thread idle = new Thread(Target::idle, "idle-" + i);
      idle.setDaemon(true);
      idle.start();
    }
    while (true) {
      hit();
      turns = hits; // a second line: a step over the only line of a loop never ends
    }
  }

  private static void hit() {
    int before = hits;
    hits = before + 1;
  }

  private static void idle() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      return;
    }
  }
}
