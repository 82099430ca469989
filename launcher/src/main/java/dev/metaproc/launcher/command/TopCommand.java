package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.words.Sizes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code metaproc top}: what programs use, redrawn in place; once where there is no terminal. */
@Command(name = "top", description = "show what programs use, live")
final class TopCommand extends HostCommand {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final int DEFAULT_LINES = 24;

  @Override
  int run(Context context) throws InterruptedException {
    if (!context.session().isTerminal(1)) {
      context.out().print(screen(context));
      return ExitCodes.SUCCESS;
    }
    Thread self = Thread.currentThread();
    context.session().onGone(self::interrupt);
    context.session().onSignal(signal -> self.interrupt());
    int lines = lines(context);
    while (true) {
      String[] screen = screen(context).split("\n", -1);
      StringBuilder text = new StringBuilder(HOME);
      for (int i = 0; i < Math.min(lines - 1, screen.length); i++) {
        text.append(screen[i]).append(CLEAR_LINE).append('\n');
      }
      context.out().print(text + CLEAR_BELOW);
      context.out().flush();
      Thread.sleep(Duration.ofSeconds(1));
    }
  }

  private static int lines(Context context) {
    String lines = context.variable("LINES");
    boolean isKnown = lines.matches("[1-9]\\d{0,3}"); // 0 is what a pseudo-terminal has at first
    return isKnown ? Integer.parseInt(lines) : DEFAULT_LINES;
  }

  private static String screen(Context context) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Runtime jvm = Runtime.getRuntime();
    out.println(
        "host "
            + context.host().directories().name()
            + ": heap "
            + Sizes.roughly(jvm.totalMemory() - jvm.freeMemory())
            + " of "
            + Sizes.roughly(jvm.maxMemory())
            + " for all programs together. HEAP~ is an estimate, for a shared heap does not tell");
    out.println(
        "whose its objects are: what was in use after the last collection, divided by ALLOCATED,");
    out.println("which is what a program's threads took in all, freed or not");
    out.println();
    StatsTable.table(context.host(), context.host().programs(), out);
    return text.toString();
  }
}
