/** Superclasses first; a static reached through a subclass initialises its declarer only. */
public class InitSuperclassFirst {
  static class A {
    static int a = say("A");
  }

  static class B extends A {
    static int b = say("B");
  }

  static class C extends B {
    static int c = say("C");
  }

  static class P {
    static int p = say("P");
  }

  static class Q extends P {
    static int q = say("Q");
  }

  static class Plain extends P2 {}

  static class P2 {
    static int n = say("P2");
  }

  static int say(String s) {
    System.out.println(s);
    return s.length();
  }

  public static void main(String[] args) {
    System.out.println(C.c);
    System.out.println(Q.p);
    System.out.println(Q.q);
    new Plain();
    System.out.println(C.a);
  }
}
