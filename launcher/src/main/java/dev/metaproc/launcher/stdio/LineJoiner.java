package dev.metaproc.launcher.stdio;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** Joins pieces of output to whole lines. Used by the pump of a {@link LineMultiplexer} only. */
final class LineJoiner {
  private static final byte[] NEW_LINE = {'\n'};

  /** No rank has the cursor: it is at the start of a line. */
  private static final int NONE = Integer.MIN_VALUE;

  private final TerminalBuffer terminal;
  private final LineFormat format;
  private final boolean isAlone;
  private final Map<Integer, ByteArrayOutputStream> partial = new HashMap<>();
  private int cursor = NONE;

  LineJoiner(TerminalBuffer terminal, LineFormat format, boolean isAlone) {
    this.terminal = terminal;
    this.format = format;
    this.isAlone = isAlone;
  }

  /** Shows the lines that are complete now and keeps the rest. */
  void accept(int rank, byte[] bytes, int length) {
    int end = afterLastNewLine(bytes, length);
    if (end > 0) {
      showPartial(rank);
      show(rank, bytes, 0, end);
    }
    if (end < length) {
      keep(rank, bytes, end, length - end);
    }
  }

  void showPartial(int rank) {
    ByteArrayOutputStream line = partial.remove(rank);
    if (line != null) {
      byte[] bytes = line.toByteArray();
      show(rank, bytes, 0, bytes.length);
    }
  }

  private void keep(int rank, byte[] bytes, int offset, int length) {
    ByteArrayOutputStream line = partial.computeIfAbsent(rank, r -> new ByteArrayOutputStream());
    line.write(bytes, offset, length);
    if (isAlone || line.size() > LineMultiplexer.LONGEST_LINE) {
      showPartial(rank);
    }
  }

  private void show(int rank, byte[] bytes, int offset, int length) {
    if (cursor != NONE && cursor != rank) {
      terminal.decorate(NEW_LINE);
      cursor = NONE;
    }
    int end = offset + length;
    int from = offset;
    while (from < end) {
      if (cursor == NONE) {
        start(rank);
      }
      int next = isPlain(rank) ? end : afterNewLine(bytes, from, end);
      terminal.write(bytes, from, next - from);
      cursor = bytes[next - 1] == '\n' ? NONE : rank;
      from = next;
    }
  }

  private void start(int rank) {
    if (!isPlain(rank)) {
      terminal.decorate(format.prefix(rank));
    }
  }

  private boolean isPlain(int rank) {
    return rank == LineMultiplexer.HOST || format.isPlain();
  }

  private static int afterNewLine(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, end);
  }

  private static int afterLastNewLine(byte[] bytes, int length) {
    int at = length;
    while (at > 0 && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
