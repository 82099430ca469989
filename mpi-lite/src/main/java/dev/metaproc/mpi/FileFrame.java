package dev.metaproc.mpi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Which bytes of a file a rank sees (MPI-4.1 section 14.3): tiles of {@code tile}, from byte {@code
 * start} on. A position counts the bytes that are seen.
 *
 * <pre>
 *   start = 4, tile = 2 bytes of 6:    ....xx....xx....xx
 *   position                               01    23    45
 * </pre>
 *
 * @param order of the bytes of a value in the file
 */
record FileFrame(long start, Layout tile, ByteOrder order) {
  FileFrame(long start, Layout tile, ByteOrder order) {
    this.start = start;
    this.tile = tile.type() == ElementType.BYTE ? tile : tile.inBytes();
    this.order = order;
  }

  /** Where the byte at {@code position} is in the file. */
  long offsetOf(long position) {
    long before = position / tile.size() * tile.extent();
    long rest = position % tile.size();
    int run = 0;
    while (rest >= tile.length(run)) {
      rest -= tile.length(run++);
    }
    return start + before + tile.start(run) + rest;
  }

  /** Neighbouring bytes from {@code position} on. */
  private long available(long position) {
    if (tile.isContiguous()) {
      return Long.MAX_VALUE;
    }
    long rest = position % tile.size();
    int run = 0;
    while (rest >= tile.length(run)) {
      rest -= tile.length(run++);
    }
    return tile.length(run) - rest;
  }

  void write(FileChannel file, long position, ByteBuffer data) throws IOException {
    long at = position;
    while (data.hasRemaining()) {
      int length = (int) Math.min(data.remaining(), available(at));
      ByteBuffer part = data.slice(data.position(), length);
      long offset = offsetOf(at);
      while (part.hasRemaining()) {
        offset += file.write(part, offset);
      }
      data.position(data.position() + length);
      at += length;
    }
  }

  /** Fills {@code data} up to the end of the file. */
  void read(FileChannel file, long position, ByteBuffer data) throws IOException {
    long at = position;
    while (data.hasRemaining()) {
      int length = (int) Math.min(data.remaining(), available(at));
      ByteBuffer part = data.slice(data.position(), length);
      int got = readFully(file, offsetOf(at), part);
      data.position(data.position() + got);
      if (got < length) {
        return;
      }
      at += length;
    }
  }

  private static int readFully(FileChannel file, long offset, ByteBuffer part) throws IOException {
    while (part.hasRemaining()) {
      if (file.read(part, offset + part.position()) < 0) {
        break;
      }
    }
    return part.position();
  }

  /** How many bytes of a file of {@code size} bytes are seen. */
  long seen(long size) {
    long beyond = Math.max(0, size - start);
    long tiles = beyond / tile.extent();
    long rest = beyond % tile.extent();
    long seen = tiles * tile.size();
    for (int run = 0; run < tile.runs(); run++) {
      seen += Math.max(0, Math.min(tile.length(run), rest - tile.start(run)));
    }
    return seen;
  }
}
