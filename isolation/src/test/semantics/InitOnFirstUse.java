/** A class is initialised by the first of: static call, field read, field write, new. */
public class InitOnFirstUse {
  static class Call {
    static {
      say("Call");
    }

    static void m() {
      say("m");
    }
  }

  static class Read {
    static {
      say("Read");
    }

    static int v = 1;
  }

  static class Write {
    static {
      say("Write");
    }

    static int v;
  }

  static class New {
    static {
      say("New");
    }

    New() {
      say("constructor");
    }
  }

  static void say(String what) {
    System.out.println(what);
  }

  public static void main(String[] args) {
    say("main");
    Call.m();
    Call.m();
    say("" + Read.v);
    Write.v = 3;
    say("" + Write.v);
    new New();
    new New();
  }
}
