package dev.metaproc.junit;

import dev.metaproc.isolation.Program;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A program a test runs: its {@link Program}, and what it has printed. Its streams are read all
 * along, so that it never waits for the test.
 *
 * <p>Safe for use by any thread.
 */
public final class TestProgram {
  private final Program program;
  private final PrintedLines out;
  private final PrintedLines err;
  private final MatchResult ready;

  TestProgram(Program program, PrintedLines out, PrintedLines err, MatchResult ready) {
    this.program = program;
    this.out = out;
    this.err = err;
    this.ready = ready;
  }

  /** The program itself: its pid, its standard input, its exit code. */
  public Program program() {
    return program;
  }

  /**
   * What {@link MetaProgram#ready} found, with its groups.
   *
   * @throws IllegalStateException when there was nothing to wait for
   */
  public MatchResult ready() {
    if (!ready.hasMatch()) {
      throw new IllegalStateException(
          "program " + program.name() + " was given no text to wait for: name one with ready");
    }
    return ready;
  }

  /** The lines it has printed to standard output so far. */
  public List<String> output() {
    return out.lines();
  }

  /** The lines it has printed to standard error so far. */
  public List<String> errors() {
    return err.lines();
  }

  /**
   * Waits for a line of standard output, the first of all there are.
   *
   * @param regex found anywhere in the line
   * @param seconds how long
   * @throws AssertionError with all it printed, when it ends or the time is over before
   */
  public MatchResult awaitLine(String regex, int seconds) throws InterruptedException {
    return out.await(program, Pattern.compile(regex), seconds, err);
  }
}
