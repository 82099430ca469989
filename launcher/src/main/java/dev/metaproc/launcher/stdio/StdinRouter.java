package dev.metaproc.launcher.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Hands the standard input of mpiexec to the ranks it is for. One daemon thread reads it, and only
 * when a rank asks: what no rank wants is left for the next command of the script.
 *
 * <p>Every rank that reads gets every byte. Each has a bounded ring; when several read, the slowest
 * of them sets the pace, and one that has ended is no longer waited for.
 */
public final class StdinRouter {
  private static final int CHUNK = 8 << 10;

  private final InputStream source;
  private final IntConsumer beforeWaiting;
  private final Map<Integer, RankInput> readers = new TreeMap<>();
  private final WaitPoint demand = new WaitPoint();
  private final Thread pump;
  private volatile boolean isDemanded;
  private final AtomicBoolean isStarted = new AtomicBoolean();
  private volatile boolean isAtEnd;

  /**
   * Routes one stream.
   *
   * @param source read by one thread at a time; never closed here
   * @param isFor which of the ranks from 0 to {@code ranks - 1} read it
   * @param beforeWaiting told the rank before it waits for input: the moment to show its prompt
   */
  public StdinRouter(InputStream source, int ranks, IntPredicate isFor, IntConsumer beforeWaiting) {
    this.source = source;
    this.beforeWaiting = beforeWaiting;
    for (int rank = 0; rank < ranks; rank++) {
      if (isFor.test(rank)) {
        readers.put(rank, new RankInput(rank, this));
      }
    }
    this.pump = Thread.ofPlatform().name("metaproc/stdin").daemon().unstarted(this::run);
  }

  /** The input of one rank: that of mpiexec, or nothing. */
  public InputStream forRank(int rank) {
    RankInput reader = readers.get(rank);
    return Objects.requireNonNullElseGet(reader, InputStream::nullInputStream);
  }

  boolean isAtEnd() {
    return isAtEnd;
  }

  void demand(int rank) {
    beforeWaiting.accept(rank);
    isDemanded = true;
    demand.signal();
    start();
  }

  /** For a reader that took something out, or is gone. */
  void roomWasMade() {
    demand.signal();
  }

  int availableAtSource() throws IOException {
    return readers.size() == 1 && !isAtEnd ? source.available() : 0;
  }

  private void start() {
    if (isStarted.compareAndSet(false, true)) {
      pump.start();
    }
  }

  private void run() {
    byte[] chunk = new byte[CHUNK];
    try {
      while (!isAtEnd) {
        demand.await(() -> isDemanded);
        isDemanded = false;
        pass(chunk, source.read(chunk));
      }
    } catch (IOException e) {
      end(); // a terminal that fails has nothing more to read
    }
  }

  private void pass(byte[] chunk, int count) {
    if (count < 0) {
      end();
    } else {
      readers.values().forEach(reader -> pass(reader, chunk, count));
    }
  }

  private void pass(RankInput reader, byte[] chunk, int count) {
    int done = 0;
    while (done < count && !reader.isClosed()) {
      done += reader.offer(chunk, done, count - done);
      if (done < count) {
        demand.await(() -> reader.hasRoom() || reader.isClosed());
      }
    }
  }

  private void end() {
    isAtEnd = true;
    readers.values().forEach(RankInput::wake);
  }
}
