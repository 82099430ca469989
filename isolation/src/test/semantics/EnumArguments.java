/** Enum constants built from mutable statics of another class. */
public class EnumArguments {
  static class Config {
    static String prefix = System.getProperty("who", "?");
  }

  enum E {
    A(Config.prefix),
    B(Config.prefix + "2");
    final String text;

    E(String t) {
      text = t;
    }
  }

  public static void main(String[] args) {
    Config.prefix = args[0];
    System.out.println(E.A.text + E.B.text);
  }
}
