import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** Counts the classes of the program in a property, and speaks at its end. */
public class Agent {
  private static int seen;

  public static void premain(String options, Instrumentation instrumentation) {
    System.out.println("premain " + options + " " + System.getProperty("who"));
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader, String name, Class<?> of, ProtectionDomain domain, byte[] bytes) {
            if (name != null && name.startsWith("Watched")) {
              System.setProperty("seen", String.valueOf(++seen));
            }
            return null;
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("agent saw " + seen)));
  }
}
