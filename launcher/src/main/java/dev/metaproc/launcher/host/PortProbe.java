package dev.metaproc.launcher.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until something on this machine accepts connections on a port. */
record PortProbe(int port) {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Tries until it succeeds, then runs {@code then}; gives up when {@code goesOn} is false. */
  void await(BooleanSupplier goesOn, Runnable then) {
    while (goesOn.getAsBoolean()) {
      if (accepts()) {
        then.run();
        return;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
