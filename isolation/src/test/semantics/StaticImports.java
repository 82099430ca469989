/** Main inherited from a superclass; statics of both. */
public class StaticImports extends StaticImportsBase {
  static int extra = 6;
}

class StaticImportsBase {
  static int n = 4;

  public static void main(String[] args) {
    n += Integer.parseInt(args[0]);
    StaticImports.extra++;
    System.out.println(n + " " + StaticImports.extra);
  }
}
