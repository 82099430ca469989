import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;

/** Classes that code of the JDK initialises, which keeps for later what it has found. */
public class InitByJdk {
  static int say(String text) {
    System.out.println(text);
    return 1;
  }

  enum InSet {
    A,
    B;
    static final int SAID = say("InSet");
  }

  enum InMap {
    A;
    static final int SAID = say("InMap");
  }

  enum Listed {
    A;
    static final int SAID = say("Listed");
  }

  enum Named {
    A;
    static final int SAID = say("Named");
  }

  enum WithState {
    A(new ArrayList<>());
    final List<String> list;

    WithState(List<String> list) {
      say("WithState");
      this.list = list;
    }
  }

  static class Allocated {
    static final int SAID = say("Allocated");
  }

  static class Base {
    static final int SAID = say("Base");
  }

  static class Read extends Base implements Serializable {
    private static final long serialVersionUID = 1;
    static final int SAID = say("Read");
  }

  static class Described implements Serializable {
    static final int SAID = say("Described");
  }

  record Recorded(int n) implements Serializable {
    static final int SAID = say("Recorded");
  }

  interface Proxied {
    int SAID = say("Proxied");

    default String name() {
      return "default";
    }
  }

  interface NotInitialized {
    int SAID = say("NotInitialized");

    String name();
  }

  interface Parent {
    int SAID = say("Parent");

    default void nothing() {}
  }

  interface Function extends Parent, NotInitialized {
    int SAID = say("Function");

    default String twice() {
      return name() + name();
    }
  }

  static Object allocate(Class<?> type) throws Exception {
    var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    return ((sun.misc.Unsafe) field.get(null)).allocateInstance(type);
  }

  /** An object that another JVM has written. */
  static Object read(String name) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xaced0005);
    out.writeShort(0x7372);
    out.writeUTF(name);
    out.writeLong(1);
    out.writeInt(0x02000078); // serialisable, no fields, no annotations
    out.writeByte(0x70);
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  public static void main(String[] args) throws Exception {
    System.out.println("set " + EnumSet.allOf(InSet.class));
    new EnumMap<InMap, String>(InMap.class);
    System.out.println("map");
    System.out.println("listed " + Listed.class.getEnumConstants().length);
    System.out.println("named " + Enum.valueOf(Named.class, "A"));
    EnumSet<WithState> none = EnumSet.noneOf(WithState.class);
    System.out.println("none " + none.size());
    WithState.A.list.add(args[0]);
    System.out.println(WithState.A.list);
    for (Constructor<?> each : WithState.class.getDeclaredConstructors()) {
      System.out.println(each);
    }
    System.out.println("allocated " + (allocate(Allocated.class) != null));
    System.out.println("read " + read("InitByJdk$Read").getClass());
    ObjectStreamClass.lookup(Described.class);
    System.out.println("described");
    ObjectStreamClass.lookup(Recorded.class);
    System.out.println("recorded " + new Recorded(2));
    Proxied proxied =
        (Proxied)
            Proxy.newProxyInstance(
                InitByJdk.class.getClassLoader(),
                new Class<?>[] {Proxied.class, NotInitialized.class},
                (self, method, given) -> InvocationHandler.invokeDefault(self, method, given));
    System.out.println("proxied " + proxied.name());
    Function function = () -> args[0];
    System.out.println("function " + function.twice());
  }
}
