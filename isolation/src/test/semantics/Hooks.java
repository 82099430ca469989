/** Shutdown hooks and uncaught-exception handlers use statics. */
public class Hooks {
  static int n;

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook " + n)));
    Thread.setDefaultUncaughtExceptionHandler(
        (t, e) -> {
          n += 10;
          System.out.println(e.getMessage() + n);
        });
    Thread t =
        new Thread(
            () -> {
              throw new RuntimeException("r");
            });
    t.start();
    t.join();
    n++;
    throw new IllegalStateException("main");
  }
}
