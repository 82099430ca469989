package dev.metaproc.launcher.daemon;

import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.nailgun.CommandRunner;
import dev.metaproc.launcher.nailgun.NailgunConnection;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which protocol a client speaks and speaks it.
 *
 * @param handshake how long a client may take to say what it wants
 */
record Clients(Host host, CommandRunner runner, Duration handshake) {
  private static final int CONTROL = '{';

  void serve(SocketChannel client) throws IOException {
    CompletableFuture<Void> started = new CompletableFuture<>();
    started
        .orTimeout(handshake.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> hangUp(client));
    try {
      BufferedInputStream in = new BufferedInputStream(SocketStreams.input(client));
      in.mark(1);
      int first = in.read();
      in.reset();
      if (first == CONTROL) {
        new ControlConnection(host, in, SocketStreams.output(client), () -> started.complete(null))
            .serve();
      } else if (first >= 0) {
        new NailgunConnection(
                new DataInputStream(in),
                SocketStreams.output(client),
                runner,
                () -> started.complete(null))
            .serve();
      }
    } finally {
      started.complete(null);
    }
  }

  private static Void hangUp(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // it is as gone as it can be
    }
    return null;
  }
}
