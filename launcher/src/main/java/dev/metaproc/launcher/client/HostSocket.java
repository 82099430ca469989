package dev.metaproc.launcher.client;

import dev.metaproc.launcher.host.HostDirectories;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Optional;

/** Connects to a host that runs. */
final class HostSocket {
  private HostSocket() {}

  /** Empty when nobody listens, be there a socket left from one that died or not. */
  static Optional<SocketChannel> connect(HostDirectories host) throws IOException {
    if (!Files.exists(host.socket())) {
      return Optional.empty();
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(host.socket()));
      return Optional.of(channel);
    } catch (ConnectException e) {
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      if (!Files.exists(host.socket())) {
        return Optional.empty(); // removed by a host that ends
      }
      throw e;
    }
  }
}
