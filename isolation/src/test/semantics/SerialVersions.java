import java.io.*;
import java.util.*;

/** Default serial version numbers and serialised forms are those of the source. */
public class SerialVersions {
  static class A implements Serializable {
    int x = 1;
    static int count = new Random(3).nextInt();

    static {
      count++;
    }

    public static void m() {}
  }

  static class B extends A {
    private static final long serialVersionUID = 42;
    String s = "b";
    static List<String> l = new ArrayList<>();
  }

  enum E {
    X
  }

  record R(int a) implements Serializable {
    static int made;
  }

  public static void main(String[] args) throws Exception {
    for (Class<?> c : new Class<?>[] {A.class, B.class, E.class, R.class})
      System.out.println(ObjectStreamClass.lookup(c));
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new B());
    }
    System.out.println(Arrays.hashCode(bytes.toByteArray()));
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      B b = (B) in.readObject();
      System.out.println(b.s + b.x);
    }
  }
}
