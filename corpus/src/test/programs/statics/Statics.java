import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class Statics {
  static int runs;

  public static void main(String[] arguments) throws IOException {
    runs++;
    System.out.println(runs + " " + List.of(arguments) + " " + System.getProperty("greeting"));
    System.out.println(System.getenv("PLACE") + " " + System.getenv("HOME"));
    Files.writeString(
        Path.of("written.txt"), System.getProperty("user.dir").length() > 0 ? "x" : "y");
    System.setProperty("greeting", "changed");
    System.out.println(
        Path.of("").toAbsolutePath().equals(Path.of(System.getProperty("user.dir"))));
  }
}
