package dev.metaproc.debug;

import dev.metaproc.isolation.Program;
import java.util.Comparator;
import java.util.List;

/** The stacks of one program's threads, in the layout of {@code jstack}. */
public final class ThreadDump {
  private ThreadDump() {}

  /** The program's live threads, lowest id first; ends in a newline. */
  public static String of(Program program) {
    StringBuilder dump = new StringBuilder();
    dump.append("Thread dump of ").append(program.name());
    dump.append(" (pid ").append(program.pid()).append("): ").append(program.commandLine());
    return dump.append('\n').append(threads(program)).toString();
  }

  /** Its threads alone. */
  public static String threads(Program program) {
    StringBuilder dump = new StringBuilder();
    List<Thread> threads = program.threads();
    Stacks stacks = Stacks.of(threads);
    threads.stream()
        .sorted(Comparator.comparingLong(Thread::threadId))
        .forEach(thread -> append(dump, thread, stacks.of(thread)));
    return dump.toString();
  }

  private static void append(StringBuilder dump, Thread thread, StackTraceElement[] stack) {
    dump.append('"').append(thread.getName()).append("\" #").append(thread.threadId());
    dump.append(thread.isVirtual() ? " virtual" : thread.isDaemon() ? " daemon" : "");
    dump.append(' ').append(thread.getState()).append('\n');
    for (StackTraceElement frame : stack) {
      dump.append("\tat ").append(frame).append('\n');
    }
  }
}
