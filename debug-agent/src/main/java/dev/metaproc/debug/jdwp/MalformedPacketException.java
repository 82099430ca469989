package dev.metaproc.debug.jdwp;

import java.io.Serial;

/** The data of a packet are not of the shape that its command has. */
public final class MalformedPacketException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedPacketException(String message) {
    super(message);
  }
}
