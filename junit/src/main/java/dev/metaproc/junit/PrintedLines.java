package dev.metaproc.junit;

import dev.metaproc.isolation.Program;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps what a program prints, and wakes whoever waits for a line of it. */
final class PrintedLines extends OutputStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private boolean isClosed;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    lock.lock();
    try {
      for (int i = offset; i < offset + count; i++) {
        if (bytes[i] == '\n') {
          endLine();
        } else {
          open.write(bytes[i]);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void endLine() {
    lines.add(open.toString(StandardCharsets.UTF_8).replaceFirst("\r$", ""));
    open.reset();
    changed.signalAll();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (open.size() > 0) {
        endLine();
      }
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<String> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  MatchResult await(Program program, Pattern wanted, int seconds, PrintedLines errors)
      throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(seconds);
    lock.lock();
    try {
      int seen = 0;
      while (true) {
        while (seen < lines.size()) {
          Matcher matcher = wanted.matcher(lines.get(seen++));
          if (matcher.find()) {
            return matcher.toMatchResult();
          }
        }
        if (isClosed || left <= 0) {
          throw new AssertionError(
              "program "
                  + program.name()
                  + (isClosed ? " ended and never" : " has not, for " + seconds + " s,")
                  + " printed '"
                  + wanted
                  + "'; standard output: "
                  + lines
                  + ", standard error: "
                  + errors.lines());
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
