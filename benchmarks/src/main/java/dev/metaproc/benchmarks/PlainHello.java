package dev.metaproc.benchmarks;

/** {@link Hello} without MPI: what as many JVMs cost at least, where each rank is one. */
public final class PlainHello {
  private PlainHello() {}

  /**
   * Says that it is here, and stays alive.
   *
   * @param args {@code [milliseconds to stay alive]}
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("here");
    if (args.length > 0) {
      Thread.sleep(Long.parseLong(args[0]));
    }
  }
}
