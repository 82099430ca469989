package dev.metaproc.launcher.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Waits for a text within one line of what a program prints. */
final class ReadyText implements Consumer<byte[]> {
  private static final int LONGEST_LINE = 64 << 10;

  private final String text;
  private final Runnable found;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean isFound;

  ReadyText(String text, Runnable found) {
    this.text = text;
    this.found = found;
  }

  @Override
  public synchronized void accept(byte[] bytes) {
    for (int i = 0; i < bytes.length && !isFound; i++) {
      if (bytes[i] == '\n' || line.size() == LONGEST_LINE) {
        line.reset();
      } else {
        line.write(bytes[i]);
      }
      if (line.size() >= text.length() && lineHasText()) {
        isFound = true;
        found.run();
      }
    }
  }

  private boolean lineHasText() {
    return line.toString(StandardCharsets.UTF_8).endsWith(text);
  }
}
