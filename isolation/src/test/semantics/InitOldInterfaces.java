import java.io.Serializable;
import java.lang.reflect.Method;

/** The initialiser of an interface that an old compiler made finds what one of today finds. */
public class InitOldInterfaces {
  static class Helper implements Serializable {
    static int calls = Integer.getInteger("who");

    static int next() {
      return ++calls;
    }
  }

  static String where(StackTraceElement[] trace) {
    StringBuilder frames = new StringBuilder();
    for (StackTraceElement each : trace) {
      frames.append(each.getClassName()).append('.').append(each.getMethodName()).append(' ');
    }
    return frames.toString();
  }

  static String names(Method[] methods) {
    StringBuilder names = new StringBuilder();
    for (Method each : methods) {
      names.append(each.getName()).append(' ');
    }
    return names.toString();
  }

  public static void main(String[] args) {
    System.out.println(InitOldInterfacesOld.METHODS);
    System.out.println(InitOldInterfacesOld.FIELDS);
    System.out.println(InitOldInterfacesOld.FIRST + " " + Helper.next());
    System.out.println(InitOldInterfacesOld.TRACE.contains("main"));
    System.out.println(InitOldInterfacesOld.TRACE.contains("$"));
    System.out.println(InitOldInterfacesOld.WHO);
  }
}

/** Of class-file version 49, in which interfaces have no methods but their initialiser. */
interface InitOldInterfacesOld {
  String METHODS = InitOldInterfaces.names(InitOldInterfaces.Helper.class.getDeclaredMethods());
  int FIELDS = InitOldInterfaces.Helper.class.getDeclaredFields().length;
  int FIRST = InitOldInterfaces.Helper.next();
  String TRACE = InitOldInterfaces.where(new Throwable().getStackTrace());
  String WHO = System.getProperty("who");
}
