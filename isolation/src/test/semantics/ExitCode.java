/** The exit code is the program's own. */
public class ExitCode {
  static int code = 3;

  public static void main(String[] args) {
    code += Integer.parseInt(args[0]);
    System.exit(code);
  }
}
