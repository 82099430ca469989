/** A thread class that overrides get and setContextClassLoader. */
public class ThreadSubclass {
  static int n = 1;

  static class T extends Thread {
    @Override
    public ClassLoader getContextClassLoader() {
      return null;
    }

    @Override
    public void run() {
      n++;
      System.out.println(n + " " + Thread.currentThread().getName());
    }
  }

  public static void main(String[] args) throws Exception {
    T t = new T();
    t.setName("t");
    t.start();
    t.join();
    T s = new T();
    s.setName("s");
    s.setContextClassLoader(new ClassLoader() {});
    s.start();
    s.join();
    Thread child = new T();
    child.setName("child");
    child.start();
    child.join();
    System.out.println(n);
  }
}
