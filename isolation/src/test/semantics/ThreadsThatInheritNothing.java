import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Threads that are started without what their parent would give them. */
public class ThreadsThatInheritNothing {
  static int runs;
  static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

  static void run() {
    System.out.println(++runs + " " + INHERITED.get());
  }

  public static void main(String[] args) throws Exception {
    INHERITED.set(args[0]);
    Runnable run = ThreadsThatInheritNothing::run;
    Thread.ofVirtual().inheritInheritableThreadLocals(false).start(run).join();
    Thread.ofPlatform().inheritInheritableThreadLocals(false).start(run).join();
    Thread.Builder builder = Thread.ofVirtual().inheritInheritableThreadLocals(false);
    builder.start(run).join();
    Thread unstarted = builder.unstarted(run);
    unstarted.start();
    unstarted.join();
    ThreadFactory factory =
        Thread.ofVirtual().name("made").inheritInheritableThreadLocals(false).factory();
    Thread made = factory.newThread(run);
    made.start();
    made.join();
    try (var executor = Executors.newThreadPerTaskExecutor(factory)) {
      executor.submit(run).get();
    }
    Thread.ofVirtual().start(run).join();
  }
}
