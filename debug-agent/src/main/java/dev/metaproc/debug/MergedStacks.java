package dev.metaproc.debug;

import dev.metaproc.isolation.Program;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The stacks of many programs as one tree, in which programs that are at the same place share a
 * branch: a thousand ranks are a page, and the one that is elsewhere stands out. The counterpart of
 * STAT's and padb's merged traces; needs no debugger.
 *
 * <pre>
 *   [0-3,7] main
 *     Solver.step (Solver.java:40)
 *       [0-3] Comm.recv (Comm.java:12)
 *       [7] Solver.write (Solver.java:88)
 * </pre>
 */
public final class MergedStacks {
  /** A frame, outermost first, with the programs that have it and what they called. */
  private static final class Node {
    final BitSet programs = new BitSet();
    final Map<String, Node> calls = new LinkedHashMap<>();
  }

  /** What a virtual thread has below its first frame, and a platform thread has not. */
  private static final String BASE = "java.lang.VirtualThread.run ";

  private final Node root = new Node();

  /** Adds the live threads of programs, each under its number, such as its rank. */
  public void addAll(SequencedMap<Integer, Program> programs) {
    List<List<Thread>> all = Program.threads(List.copyOf(programs.values()));
    Stacks stacks = Stacks.of(all.stream().flatMap(List::stream).toList());
    Iterator<List<Thread>> threads = all.iterator();
    for (int number : programs.keySet()) {
      threads.next().forEach(each -> add(number, each.getName(), stacks.of(each)));
    }
  }

  /** Adds the threads of a dump, as {@link ThreadDump} writes them. */
  public void addDump(int number, String dump) {
    String thread = "";
    List<String> frames = new ArrayList<>();
    for (String line : dump.lines().toList()) {
      if (line.startsWith("\tat ")) {
        frames.add(spaced(line.substring(4)));
      } else if (line.startsWith("\"")) {
        addFrames(number, thread, frames);
        thread = line.substring(1, Math.max(1, line.indexOf("\" #")));
      }
    }
    addFrames(number, thread, frames);
  }

  /** {@code app//a.B.c(B.java:1)}, as a stack trace has it, is written as here. */
  private static String spaced(String frame) {
    String plain = frame.substring(frame.lastIndexOf('/', Math.max(0, frame.indexOf('('))) + 1);
    return plain
        .replace("(Native Method)", "(native)")
        .replace("(Unknown Source)", "(unknown source)")
        .replaceFirst("\\(", " (");
  }

  private void addFrames(int number, String thread, List<String> frames) {
    if (!thread.isEmpty()) {
      Node node = enter(root, number, thread);
      for (String frame : frames.reversed()) {
        if (!frame.startsWith(BASE)) {
          node = enter(node, number, frame);
        }
      }
    }
    frames.clear();
  }

  /** Adds one stack, innermost frame first as the JDK gives it. */
  void add(int number, String thread, StackTraceElement[] stack) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement each : stack) {
      frames.add(frame(each));
    }
    addFrames(number, thread, frames);
  }

  private static Node enter(Node from, int number, String call) {
    Node node = from.calls.computeIfAbsent(call, key -> new Node());
    node.programs.set(number);
    return node;
  }

  private static String frame(StackTraceElement frame) {
    String place =
        frame.isNativeMethod()
            ? "native"
            : frame.getFileName() == null
                ? "unknown source"
                : frame.getFileName()
                    + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    return frame.getClassName() + "." + frame.getMethodName() + " (" + place + ")";
  }

  /** The tree; every line ends in a newline. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    root.calls.forEach((thread, node) -> write(text, thread, node, 0, new BitSet()));
    return text.toString();
  }

  /** The set of programs is written where it is not the one of the line above. */
  private static void write(StringBuilder text, String call, Node node, int depth, BitSet above) {
    text.append("  ".repeat(depth));
    if (!node.programs.equals(above)) {
      text.append('[').append(ranges(node.programs)).append("] ");
    }
    text.append(call).append('\n');
    // a straight line of calls stays in its column
    int next = node.calls.size() == 1 && depth > 0 ? depth : depth + 1;
    node.calls.forEach((inner, child) -> write(text, inner, child, next, node.programs));
  }

  /** {@code 0-3,7}. */
  static String ranges(BitSet set) {
    StringBuilder text = new StringBuilder();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int end = set.nextClearBit(from);
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (end - from > 1) {
        text.append('-').append(end - 1);
      }
      from = set.nextSetBit(end);
    }
    return text.toString();
  }
}
