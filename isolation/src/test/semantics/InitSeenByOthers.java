import java.io.StringWriter;
import java.lang.StackWalker.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is told of a static initialiser by parts of the JDK that look at the stack. */
public class InitSeenByOthers {
  static final List<String> LOGGED = new ArrayList<>();

  static class Context extends SecurityManager {
    String first(int count) {
      StringBuilder names = new StringBuilder();
      Class<?>[] classes = getClassContext();
      for (int i = 0; i < count; i++) {
        names.append(classes[i].getName()).append(' ');
      }
      return names.toString();
    }
  }

  static class Keeper extends Handler {
    @Override
    public void publish(LogRecord record) {
      LOGGED.add(record.getSourceClassName() + "." + record.getSourceMethodName());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  static class Observed {
    static final Class<?> CALLER =
        StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).getCallerClass();
    static final String CONTEXT = new Context().first(3);
    static final IllegalStateException THROWN = new IllegalStateException("thrown");

    static {
      Logger logger = Logger.getLogger("observed");
      logger.setUseParentHandlers(false);
      logger.addHandler(new Keeper());
      logger.info("in the initialiser");
    }
  }

  static class Listed {
    static final int FRAMES = frames(Thread.getAllStackTraces());

    static int frames(Map<Thread, StackTraceElement[]> traces) {
      int shown = 0;
      for (StackTraceElement each : traces.get(Thread.currentThread())) {
        if (each.getClassName().startsWith("Init")) {
          System.out.println(each.getMethodName().replaceAll("[0-9]", ""));
          shown++;
        }
      }
      return shown;
    }
  }

  public static void main(String[] args) throws Exception {
    Thread platform = new Thread(() -> System.out.println(Listed.FRAMES > 1));
    platform.start();
    platform.join();
    System.out.println(Observed.CALLER);
    System.out.println(Observed.CONTEXT);
    System.out.println(LOGGED);
    LogRecord record = new LogRecord(Level.INFO, "failed");
    record.setInstant(Instant.EPOCH);
    record.setLoggerName("observed");
    record.setThrown(Observed.THROWN);
    StringWriter text = new StringWriter();
    new SimpleFormatter().format(record).lines().skip(2).limit(3).forEach(text::append);
    System.out.println(text);
  }
}
