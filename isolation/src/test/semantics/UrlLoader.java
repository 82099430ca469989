import java.net.*;

/** A URLClassLoader of the program's own, with and without the program as parent. */
public class UrlLoader {
  static int n = 2;

  public static String tell() {
    return "n" + n++;
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]);
    URL here = UrlLoader.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader apart =
            new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
        URLClassLoader child =
            new URLClassLoader(new URL[] {here}, UrlLoader.class.getClassLoader())) {
      Class<?> a = apart.loadClass("UrlLoader"), c = child.loadClass("UrlLoader");
      System.out.println((a == UrlLoader.class) + " " + (c == UrlLoader.class));
      System.out.println(
          a.getMethod("tell").invoke(null)
              + ""
              + c.getMethod("tell").invoke(null)
              + tell()
              + a.getMethod("tell").invoke(null));
    }
  }
}
