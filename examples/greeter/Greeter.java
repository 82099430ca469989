package greeter;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code bin/metaproc run -d examples/greeter PORT}; port 0 is any free one. */
public class Greeter {
  static int requests;

  /** Serves until it is stopped. */
  public static void main(String[] words) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(here, Integer.parseInt(words[0])), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = ("request " + ++requests + "\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          try (var body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
    System.out.println("listens on port " + server.getAddress().getPort());
  }
}
