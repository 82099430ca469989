package dev.metaproc.junit.example;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A service under test: every connection is told its number. It knows nothing of the tests. */
final class Counting {
  private static int connections;

  private Counting() {}

  /** The first word is what to do. */
  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "serve" -> serve();
      case "fail" -> throw new IllegalStateException("on purpose");
      default -> Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static void serve() throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
    try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      System.out.println(
          System.getProperty("greeting")
              + " on port "
              + server.getLocalPort()
              + " "
              + System.getenv("COLOUR"));
      while (true) {
        try (Socket client = server.accept()) {
          client.getOutputStream().write('0' + ++connections);
        }
      }
    }
  }
}
