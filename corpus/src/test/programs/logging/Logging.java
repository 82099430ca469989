import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class Logging {
  public static void main(String[] arguments) throws Exception {
    Logger demo = Logger.getLogger("demo.part");
    System.out.println(demo.getParent().getName() + "/" + demo.isLoggable(Level.FINEST));
    System.out.println(Logger.getLogger("").getHandlers().length);
    demo.fine("first");
    Logger.getGlobal().info("global");
    Logger.getLogger("")
        .addHandler(
            new Handler() {
              @Override
              public void publish(LogRecord record) {
                System.out.println("seen " + record.getMessage());
              }

              @Override
              public void flush() {}

              @Override
              public void close() {
                System.out.println("closed");
              }
            });
    demo.log(Level.FINER, "second");
    System.getLogger("demo.system").log(System.Logger.Level.WARNING, "third");
    System.out.println(LogManager.getLogManager().getLogger("demo.part") == demo);
  }
}
