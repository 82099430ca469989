package dev.metaproc.launcher.job;

import dev.metaproc.launcher.mpiexec.GlobalOptions;
import dev.metaproc.launcher.mpiexec.OutputOptions;
import dev.metaproc.launcher.mpiexec.StdinTarget;
import dev.metaproc.launcher.session.Terminal;
import dev.metaproc.launcher.stdio.LineFormat;
import dev.metaproc.launcher.stdio.LineMultiplexer;
import dev.metaproc.launcher.stdio.StdinRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The standard streams of all ranks of one job, and the messages of mpiexec among them. */
final class JobStreams {
  private final LineMultiplexer output;
  private final LineMultiplexer errors;
  private final StdinRouter input;
  private final OutputFiles files;
  private final boolean mergesErrors;

  JobStreams(Terminal terminal, GlobalOptions options, int ranks, Path directory) {
    OutputOptions shape = options.output();
    LineFormat format = new LineFormat(shape.tag(), shape.timestamps(), InstantSource.system());
    output = LineMultiplexer.start(terminal.out(), "metaproc/stdout", ranks, format);
    errors = LineMultiplexer.start(terminal.err(), "metaproc/stderr", ranks, format);
    input =
        new StdinRouter(
            terminal.in(), ranks, rank -> reads(options.stdin(), rank), this::showPrompt);
    files = new OutputFiles(shape, directory, ranks);
    mergesErrors = shape.mergeErrors();
  }

  InputStream input(int rank) {
    return input.forRank(rank);
  }

  OutputStream output(int rank) {
    return files.standard(rank, output.forRank(rank));
  }

  /** Where standard error goes, given the rank's standard output. */
  OutputStream error(int rank, OutputStream output) {
    return mergesErrors ? output : files.error(rank, errors.forRank(rank));
  }

  /** A message of mpiexec, on lines of its own. */
  void say(String text) {
    try {
      errors.forHost().write((text + System.lineSeparator()).getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // The terminal is gone: there is nobody to tell.
    }
  }

  /** Shows what the ranks wrote, standard output before the last messages. */
  void close(Duration limit) {
    LineMultiplexer.Delivery delivery = output.close(limit);
    IOException failure = delivery.failure();
    if (failure == null && delivery.lostBytes() > 0) {
      say("mpiexec: " + delivery.lostBytes() + " bytes of output were not read and are lost");
    } else if (failure != null && !isClosedPipe(failure)) {
      say("mpiexec: standard output cannot be written: " + failure.getMessage());
    }
    errors.close(limit);
  }

  /** Whoever read the output has seen enough: {@code mpiexec ... | head}. */
  private static boolean isClosedPipe(IOException failure) {
    return "Broken pipe".equals(failure.getMessage());
  }

  private void showPrompt(int rank) {
    output.showPartial(rank);
    errors.showPartial(rank);
  }

  private static boolean reads(StdinTarget target, int rank) {
    return switch (target) {
      case StdinTarget.OneRank(int only) -> rank == only;
      case StdinTarget.AllRanks() -> true;
      case StdinTarget.NoRank() -> false;
    };
  }
}
