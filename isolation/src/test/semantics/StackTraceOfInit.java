import java.io.*;
import java.util.*;

/** Stack traces of and inside initialisers look as in the source. */
public class StackTraceOfInit {
  static class A {
    static int v = B.w;
  }

  static class B {
    static int w = trace();
  }

  static int trace() {
    for (StackTraceElement e : new Throwable().getStackTrace()) System.out.println(e);
    StackTraceElement[] own = Thread.currentThread().getStackTrace();
    for (int i = 1; i < own.length; i++) System.out.println(own[i]);
    new Exception("x").printStackTrace(System.out);
    return 1;
  }

  static class C {
    C() {
      throw new IllegalStateException("c");
    }

    static C make() {
      return new C();
    }

    static final List<String> L = new ArrayList<>();
  }

  public static void main(String[] args) {
    System.out.println(A.v);
    try {
      C.make();
    } catch (RuntimeException e) {
      e.printStackTrace(System.out);
    }
    StringWriter w = new StringWriter();
    new Throwable("w").printStackTrace(new PrintWriter(w));
    System.out.print(w);
  }
}
