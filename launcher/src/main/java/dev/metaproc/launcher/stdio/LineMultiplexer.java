package dev.metaproc.launcher.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the output of many ranks onto one terminal, line by line.
 *
 * <pre>
 *   rank 0 ─ write ─▶ ring ─┐
 *   rank 1 ─ write ─▶ ring ─┼─ ready queue ─▶ pump ─▶ lines ─▶ terminal
 *   rank 2 ─ write ─▶ ring ─┘                (one host thread)
 * </pre>
 *
 * <p>A rank writes into its own bounded ring and waits only when that is full. One daemon thread
 * takes from the rings in turn, joins the pieces to lines and writes them, so that a slow terminal
 * holds up those who print and nobody else, and no line has another in its middle. A rank shares no
 * lock with the pump: killing it at any point leaves the pump running.
 *
 * <p>An unfinished line is shown when the rank is about to read its input ({@link #showPartial}),
 * when its stream is closed, when it is longer than {@value #LONGEST_LINE} bytes, and always when
 * it is the only rank; a line of another rank then starts on a line of its own.
 *
 * <p>When the terminal is gone, what ranks write is dropped and their writes fail; nobody waits.
 */
public final class LineMultiplexer {
  /** The host's own lines, which bear no rank. */
  static final int HOST = -1;

  static final int LONGEST_LINE = 256 << 10;

  /**
   * What became of the output.
   *
   * @param lostBytes written by ranks and not shown
   * @param failure why, when the terminal failed; null when it was only too slow
   */
  public record Delivery(long lostBytes, @Nullable IOException failure) {}

  private final Map<Integer, RankOutput> outputs = new ConcurrentHashMap<>();
  private final Queue<RankOutput> ready = new ConcurrentLinkedQueue<>();
  private final WaitPoint work = new WaitPoint();
  private final LineJoiner joiner;
  private final TerminalBuffer terminal;
  private final Thread pump;
  private volatile boolean isStopping;

  private LineMultiplexer(OutputStream terminal, String thread, int ranks, LineFormat format) {
    this.terminal = new TerminalBuffer(terminal);
    this.joiner = new LineJoiner(this.terminal, format, ranks == 1);
    this.pump = Thread.ofPlatform().name(thread).daemon().unstarted(this::run);
  }

  /**
   * Starts one.
   *
   * @param thread the name of its pump, {@code program/role}
   * @param ranks how many there are
   */
  public static LineMultiplexer start(
      OutputStream terminal, String thread, int ranks, LineFormat format) {
    LineMultiplexer multiplexer = new LineMultiplexer(terminal, thread, ranks, format);
    multiplexer.pump.start();
    return multiplexer;
  }

  /** The stream of one rank, the same at every call. Safe for use by any of its threads. */
  public OutputStream forRank(int rank) {
    return output(rank);
  }

  /** A stream for lines of the host itself. */
  public OutputStream forHost() {
    return output(HOST);
  }

  /** Shows what a rank wrote of a line it has not finished: a prompt, before it reads. */
  public void showPartial(int rank) {
    output(rank).showPartial();
  }

  /**
   * Ends all streams and shows what they took in. Ranks that write now get an exception.
   *
   * @param limit how long the terminal may take; what is not shown by then is lost
   */
  public Delivery close(Duration limit) {
    outputs.values().forEach(RankOutput::close);
    isStopping = true;
    work.signal();
    try {
      pump.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Delivery(accepted() - terminal.delivered(), terminal.failure());
  }

  void enqueue(RankOutput output) {
    ready.add(output);
    work.signal();
  }

  void ensureOpen(boolean isClosed) throws IOException {
    IOException failure = terminal.failure();
    if (failure != null) {
      throw new IOException("the terminal is gone: " + failure.getMessage(), failure);
    }
    if (isClosed) {
      throw new IOException("the stream is closed");
    }
  }

  private RankOutput output(int rank) {
    return outputs.computeIfAbsent(rank, r -> new RankOutput(r, this));
  }

  private long accepted() {
    return outputs.values().stream().mapToLong(RankOutput::accepted).sum();
  }

  private void run() {
    byte[] chunk = new byte[RankOutput.capacity()];
    while (true) {
      RankOutput output = ready.poll();
      if (output != null) {
        drain(output, chunk);
      } else if (isStopping) {
        drainAll(outputs.values(), chunk);
        return;
      } else {
        terminal.flush();
        work.await(() -> !ready.isEmpty() || isStopping);
      }
    }
  }

  /**
   * One turn of one rank: at most a ringful, so that a rank that never stops does not keep others.
   */
  private void drain(RankOutput output, byte[] chunk) {
    int count = output.poll(chunk);
    joiner.accept(output.rank, chunk, count);
    if (output.showsPartial()) {
      joiner.showPartial(output.rank);
    }
    if (!output.isEmpty()) {
      output.queue();
    }
  }

  /** A rank that was killed between writing and queueing is not in the queue: ask everyone. */
  private void drainAll(Collection<RankOutput> all, byte[] chunk) {
    for (RankOutput output : all) {
      while (!output.isEmpty()) {
        drain(output, chunk);
      }
      joiner.showPartial(output.rank);
    }
    terminal.flush();
  }
}
