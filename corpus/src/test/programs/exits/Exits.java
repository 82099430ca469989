import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

class Exits {
  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    System.out.println(in.readLine() + in.readLine() + in.readLine());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("hook")));
    try {
      System.exit(-1);
    } finally {
      System.out.println("never");
    }
  }
}
