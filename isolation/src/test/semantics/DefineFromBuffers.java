import java.io.*;
import java.nio.ByteBuffer;
import java.util.concurrent.*;

/** Class files in buffers of every kind, and in the format of old compilers. */
public class DefineFromBuffers {
  public static int n = 1;

  public static class Plug implements Callable<Integer> {
    static int own = 5;

    @Override
    public Integer call() {
      n += 1;
      synchronized (DefineFromBuffers.class) {
        return n * 1000 + own++;
      }
    }
  }

  static class Mine extends ClassLoader {
    final ByteBuffer given;

    Mine(ByteBuffer given, ClassLoader parent) {
      super(parent);
      this.given = given;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.endsWith("$Plug")) return super.loadClass(name, resolve);
      Class<?> known = findLoadedClass(name);
      return known != null ? known : defineClass(name, given, null);
    }
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]) * 10;
    byte[] bytes;
    try (InputStream in =
        DefineFromBuffers.class.getResourceAsStream("DefineFromBuffers$Plug.class")) {
      bytes = in.readAllBytes();
    }
    byte[] old = bytes.clone();
    old[7] = 50;
    byte[] framed = new byte[bytes.length + 6];
    System.arraycopy(bytes, 0, framed, 3, bytes.length);
    ByteBuffer[] buffers = {
      ByteBuffer.wrap(bytes),
      ByteBuffer.wrap(framed, 3, bytes.length).slice(),
      ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
      direct(bytes),
      direct(old),
      ByteBuffer.wrap(old)
    };
    for (ByteBuffer each : buffers) {
      Class<?> c =
          new Mine(each, DefineFromBuffers.class.getClassLoader())
              .loadClass("DefineFromBuffers$Plug");
      Callable<?> p = (Callable<?>) c.getDeclaredConstructor().newInstance();
      System.out.println(
          p.call() + " " + p.call() + " " + each.position() + " " + (c == Plug.class));
    }
    System.out.println(new Plug().call() + " " + n);
  }
}
