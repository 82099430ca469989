package dev.metaproc.debug.jdwp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The fourteen bytes with which both sides begin. The side that is debugged reads first. */
public final class Handshake {
  private static final byte[] HELLO = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);

  private Handshake() {}

  /** As the debugger. */
  public static void asDebugger(Socket socket, Duration limit) throws IOException {
    write(socket);
    read(socket, limit);
  }

  /** As the virtual machine, first half: waits for the debugger's bytes. */
  public static void read(Socket socket, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    InputStream in = socket.getInputStream();
    byte[] got = new byte[HELLO.length];
    for (int have = 0; have < got.length; ) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IOException("no JDWP handshake within " + limit.toSeconds() + " s");
      }
      socket.setSoTimeout((int) left);
      int count = in.read(got, have, got.length - have);
      if (count < 0) {
        throw new IOException("closed before the JDWP handshake");
      }
      have += count;
    }
    socket.setSoTimeout(0);
    if (!Arrays.equals(got, HELLO)) {
      throw new IOException("not a JDWP handshake");
    }
  }

  /** The bytes themselves. */
  static byte[] hello() {
    return HELLO.clone();
  }

  private static void write(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(HELLO);
    out.flush();
  }
}
