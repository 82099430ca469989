package dev.metaproc.debug.mux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Names of debuggers: their address, and on Linux the process behind it. */
final class Peers {
  private static final Path PROC = Path.of("/proc");

  private Peers() {}

  static String address(SocketChannel channel) {
    try {
      InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
      return peer.getAddress().getHostAddress() + ":" + peer.getPort();
    } catch (IOException e) {
      return "a debugger that is gone";
    }
  }

  /** The address, and whose it is where that can be told. */
  static String describe(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return address;
    }
    return inode(Integer.parseInt(address.substring(colon + 1)))
        .flatMap(Peers::process)
        .map(process -> process + " at " + address)
        .orElse(address);
  }

  /** The socket with this local port, as {@code /proc/net/tcp} lists it. */
  private static Optional<String> inode(int port) {
    String wanted = String.format(Locale.ROOT, ":%04X", port);
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      try {
        for (String line : Files.readAllLines(PROC.resolve(table))) {
          String[] columns = line.trim().split("\\s+");
          if (columns.length > 9 && columns[1].endsWith(wanted)) {
            return Optional.of(columns[9]);
          }
        }
      } catch (IOException e) {
        continue; // not Linux
      }
    }
    return Optional.empty();
  }

  private static Optional<String> process(String inode) {
    String wanted = "socket:[" + inode + "]";
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, wanted)) {
          String name = Files.readString(process.resolve("comm")).trim();
          return Optional.of(name + " (pid " + process.getFileName() + ")");
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // another user's, or gone
    }
    return false;
  }
}
