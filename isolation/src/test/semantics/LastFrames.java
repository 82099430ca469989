/** A stack ends with the main method, or with the thread that the program started. */
public class LastFrames {
  public static void main(String[] args) throws Exception {
    show(Thread.currentThread().getStackTrace());
    show(new Throwable().getStackTrace());
    Thread.ofVirtual().start(() -> show(Thread.currentThread().getStackTrace())).join();
    Thread platform = new Thread(() -> show(new Throwable().getStackTrace()));
    platform.start();
    platform.join();
  }

  private static void show(StackTraceElement[] trace) {
    StackTraceElement last = trace[trace.length - 1];
    System.out.println(last.getClassName() + "." + last.getMethodName());
  }
}
