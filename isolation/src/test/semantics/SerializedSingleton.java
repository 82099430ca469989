import java.io.*;

/** readResolve returns the program's own singleton; deserialising initialises. */
public class SerializedSingleton {
  static class S implements Serializable {
    static final S ONE = new S();
    static int resolved;

    private S() {}

    private Object readResolve() {
      resolved++;
      return ONE;
    }
  }

  static class T implements Serializable {
    static {
      System.out.println("T");
    }

    int k = 3;
  }

  public static void main(String[] args) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(S.ONE);
      out.writeObject(new T());
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      System.out.println(in.readObject() == S.ONE);
      System.out.println(S.resolved + " " + ((T) in.readObject()).k);
    }
  }
}
