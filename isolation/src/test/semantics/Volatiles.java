/** A volatile static publishes; a spinning reader sees it. */
public class Volatiles {
  static volatile boolean go;
  static int data;
  static volatile int turn;

  public static void main(String[] args) throws Exception {
    Thread t =
        new Thread(
            () -> {
              while (!go) Thread.onSpinWait();
              System.out.println(data);
              for (int i = 0; i < 100; i++) {
                while (turn != 1) Thread.onSpinWait();
                turn = 0;
              }
            });
    t.start();
    data = Integer.parseInt(args[0]) * 5;
    go = true;
    for (int i = 0; i < 100; i++) {
      turn = 1;
      while (turn != 0) Thread.onSpinWait();
    }
    t.join();
    System.out.println("done");
  }
}
