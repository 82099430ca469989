package dev.metaproc.debug.console;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InvalidStackFrameException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which program, thread and frame commands are about, and the numbers they are called by. */
final class Cursor {
  private final Target target;
  private final RunControl control;
  private final Map<Long, List<ThreadReference>> numbered = new LinkedHashMap<>();
  private @Nullable Inferior inferior;
  private @Nullable ThreadReference thread;
  private int frame;

  Cursor(Target target, RunControl control) {
    this.target = target;
    this.control = control;
  }

  /** All there are; those that others debug too. */
  List<Inferior> inferiors() {
    try {
      return target.inferiors();
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  Inferior inferior(int number) {
    return inferiors().stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .orElseThrow(
            () -> new CommandFailedException("No inferior " + number + " (see info inferiors)."));
  }

  /** The selected one; the first there is at first. */
  Inferior inferior() {
    Inferior selected = inferior;
    if (selected == null) {
      selected =
          inferiors().stream()
              .filter(each -> each.debugger().isEmpty())
              .findFirst()
              .orElseThrow(() -> new CommandFailedException("No program to be debugged runs."));
      select(selected);
    }
    return selected;
  }

  Optional<Inferior> selected() {
    return Optional.ofNullable(inferior);
  }

  void select(Inferior other) {
    if (!other.debugger().isEmpty()) {
      throw new CommandFailedException(
          other.title() + " is being debugged by " + other.debugger() + ".");
    }
    inferior = other;
    thread = null;
    frame = 0;
  }

  void select(Inferior other, ThreadReference of) {
    select(other);
    thread = of;
  }

  /** What was selected is no more. */
  void forget(Inferior gone) {
    if (inferior != null && inferior.pid() == gone.pid()) {
      inferior = null;
      thread = null;
    }
    numbered.remove(gone.pid());
  }

  /** The selected thread; the main one at first. */
  ThreadReference thread() {
    Inferior of = inferior();
    ThreadReference selected = thread;
    if (selected == null) {
      selected =
          threads(of).stream()
              .findFirst()
              .orElseThrow(() -> new CommandFailedException("The program has no threads."));
      thread = selected;
    }
    return selected;
  }

  /** A program's live threads in the order of their numbers. */
  List<ThreadReference> threads(Inferior of) {
    List<ThreadReference> known = numbered.computeIfAbsent(of.pid(), pid -> new ArrayList<>());
    List<ThreadReference> live = target.threads(of);
    live.stream().filter(each -> !known.contains(each)).forEach(known::add);
    return known.stream().filter(live::contains).toList();
  }

  ThreadReference thread(Inferior of, int number) {
    List<ThreadReference> live = threads(of);
    List<ThreadReference> all = numbered.getOrDefault(of.pid(), List.of());
    if (number < 1 || number > all.size() || !live.contains(all.get(number - 1))) {
      throw new CommandFailedException("Unknown thread " + of.number() + "." + number + ".");
    }
    return all.get(number - 1);
  }

  /** {@code N.M}. */
  String name(Inferior of, ThreadReference which) {
    threads(of);
    return of.number() + "." + (numbered.getOrDefault(of.pid(), List.of()).indexOf(which) + 1);
  }

  int frame() {
    return frame;
  }

  /** Goes to a frame, 0 the innermost. */
  StackFrame selectFrame(int number) {
    List<StackFrame> all = frames();
    if (number < 0) {
      throw new CommandFailedException("Bottom (innermost) frame selected; you cannot go down.");
    }
    if (number >= all.size()) {
      throw new CommandFailedException("Initial frame selected; you cannot go up.");
    }
    frame = number;
    return all.get(number);
  }

  List<StackFrame> frames() {
    return frames(inferior(), thread());
  }

  List<StackFrame> frames(Inferior of, ThreadReference which) {
    if (!control.isStopped(of.pid())) {
      throw new CommandFailedException(
          "Inferior " + of.number() + " is running: interrupt stops it.");
    }
    try {
      return which.frames();
    } catch (IncompatibleThreadStateException | InvalidStackFrameException e) {
      throw new CommandFailedException("Selected thread is running.");
    }
  }

  /** The selected frame; empty where the program runs or the thread has none. */
  Optional<StackFrame> selectedFrame() {
    if (!control.isStopped(inferior().pid())) {
      return Optional.empty();
    }
    List<StackFrame> all = frames();
    return frame < all.size() ? Optional.of(all.get(frame)) : Optional.empty();
  }

  /** {@code Counts.count (text="0") at Counts.java:8}. */
  static String describe(StackFrame frame) {
    Location at = frame.location();
    return at.declaringType().name()
        + "."
        + at.method().name()
        + " ("
        + arguments(frame)
        + ") at "
        + place(at);
  }

  static String place(Location at) {
    try {
      return at.sourceName() + (at.lineNumber() < 0 ? "" : ":" + at.lineNumber());
    } catch (AbsentInformationException e) {
      return at.method().isNative() ? "native code" : "unknown source";
    }
  }

  private static String arguments(StackFrame frame) {
    List<String> parts = new ArrayList<>();
    try {
      for (LocalVariable each : frame.location().method().arguments()) {
        parts.add(each.name() + "=" + Values.brief(frame.getValue(each)));
      }
    } catch (AbsentInformationException | RuntimeException e) {
      return parts.isEmpty() ? "" : String.join(", ", parts) + ", …";
    }
    return String.join(", ", parts);
  }
}
