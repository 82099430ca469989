import java.io.*;

/** A deserialised enum constant is the same object. */
public class EnumSerialization {
  enum E {
    A,
    B
  }

  record R(E e, int n) implements Serializable {}

  public static void main(String[] args) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(E.B);
      out.writeObject(new R(E.A, 3));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      System.out.println(in.readObject() == E.B);
      System.out.println(((R) in.readObject()).e() == E.A);
    }
  }
}
