public class Watched {
  static class Other {
    static final Object VALUE = new Object();
  }

  public static void main(String[] args) {
    System.out.println(System.getProperty("seen") + " " + (Other.VALUE == null));
    System.out.println(System.getProperty("seen"));
  }
}
