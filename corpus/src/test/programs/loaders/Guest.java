import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

public class Guest {
  public static Supplier<String> tell() {
    return () -> System.getProperty("who") + " " + Files.exists(Path.of("classes"));
  }

  public static Runnable exit() {
    return () -> System.exit(9);
  }
}
