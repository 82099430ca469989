package dev.metaproc.debug.console;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VoidValue;
import com.sun.jdi.request.StepRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commands. Programs run until something stops them: a breakpoint stops its own program alone,
 * and {@code continue} lets the selected one run, or all with {@code set schedule-multiple on}.
 *
 * <p>One thread gives commands; {@link #interrupt} may come from any.
 */
public final class Console implements AutoCloseable {
  private static final Pattern BREAK =
      Pattern.compile("(\\S+)(?:\\s+inferior\\s+(\\d+))?(?:\\s+if\\s+(.+))?");
  private static final Pattern APPLY = Pattern.compile("apply\\s+(all|[\\d.* ]+?)\\s+([a-z].*)");
  private static final int POLL_MILLIS = 100;
  private static final int KILLED = 137;
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final int LISTED = 10;

  /** What a command does with the words after it. */
  private interface Action {
    void run(String words);
  }

  /** One command; the first line of {@code help} about it. */
  private record Entry(String usage, Action action) {}

  private final Target target;
  private final PrintStream out;
  private final Sources sources;
  private final Breakpoints breakpoints;
  private final Expressions expressions;
  private final RunControl control;
  private final Cursor cursor;
  private final Map<String, Entry> commands = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final AtomicBoolean isInterrupted = new AtomicBoolean();
  private final Map<Long, Inferior> seen = new LinkedHashMap<>();
  private boolean schedulesMultiple;
  private boolean hasQuit;
  private int values;
  private @Nullable Location listed;
  private int nextListed;

  private Console(Target target, List<Path> sources, PrintStream out) {
    this.target = target;
    this.out = out;
    this.sources = new Sources(sources);
    breakpoints = new Breakpoints(target);
    expressions = new Expressions(target);
    control = new RunControl(target, breakpoints, expressions, out::println);
    cursor = new Cursor(target, control);
    addCommands();
    control.start();
    cursor.inferiors().forEach(each -> seen.put(each.pid(), each));
  }

  /**
   * Attaches to the address that shows all programs of a JVM.
   *
   * @param sources directories where {@code list} looks
   * @throws IOException when it cannot be reached, with what was said there
   */
  public static Console attach(String host, int port, List<Path> sources, PrintStream out)
      throws IOException {
    return new Console(Target.attach(host, port), sources, out);
  }

  private void addCommands() {
    add("info", "info inferiors|threads|breakpoints|locals|frame", this::info);
    add("inferior", "inferior [N]: show or select a program", this::inferior);
    add("thread", "thread [N.M]; thread apply all|N.M|N.* COMMAND", this::thread);
    add(
        "break",
        "break Class:line|Class.method [inferior N] [if CONDITION]: in every copy of the class",
        words -> breakAt(words, false));
    add("tbreak", "tbreak …: the same, for once", words -> breakAt(words, true));
    add("delete", "delete [N…]: breakpoints; all without a number", this::delete);
    add(
        "disable",
        "disable [N…]: breakpoints do nothing; all without a number",
        w -> enable(w, false));
    add("enable", "enable [N…]: they stop again", w -> enable(w, true));
    add(
        "condition",
        "condition N [CONDITION]: stop only if it holds; always without one",
        this::condition);
    add("continue", "continue: until something stops", words -> resumeAndWait());
    add("next", "next: to the next line", words -> step(StepRequest.STEP_OVER));
    add("step", "step: to the next line, into calls", words -> step(StepRequest.STEP_INTO));
    add("finish", "finish: until the method returns", words -> finish());
    add("backtrace", "bt [N]: the frames of the selected thread", this::backtrace);
    add("where", "where: the stacks of all programs as one tree, running or not", w -> where());
    add("up", "up [N]: to the caller", words -> move(count(words)));
    add("down", "down [N]: to the called", words -> move(-count(words)));
    add("frame", "frame [N]", this::frame);
    add("print", "print EXPRESSION; $_inferior and $_thread are the selected ones'", this::print);
    add("set", "set var NAME = EXPRESSION; set schedule-multiple on|off", this::set);
    add("show", "show schedule-multiple", this::show);
    add(
        "list",
        "list [LINE|Class:line|Class.method]: source lines (metaproc debug --source DIR)",
        this::list);
    add("interrupt", "interrupt: stop the program; all with schedule-multiple", w -> stopNow());
    add("detach", "detach [inferior N]: let it run, its breakpoints do nothing", this::detach);
    add("kill", "kill [inferior N]: end the program, exit code 137", this::kill);
    add("source", "source FILE: commands from a file", words -> source(Path.of(words)));
    add("echo", "echo TEXT", words -> out.println(words.replace("\\n", "\n")));
    add("help", "help: this", words -> help());
    add("quit", "quit: let everything run", words -> hasQuit = true);
    aliases.putAll(
        Map.ofEntries(
            Map.entry("b", "break"),
            Map.entry("br", "break"),
            Map.entry("tb", "tbreak"),
            Map.entry("c", "continue"),
            Map.entry("fg", "continue"),
            Map.entry("n", "next"),
            Map.entry("s", "step"),
            Map.entry("fin", "finish"),
            Map.entry("bt", "backtrace"),
            Map.entry("i", "info"),
            Map.entry("inf", "info"),
            Map.entry("t", "thread"),
            Map.entry("f", "frame"),
            Map.entry("p", "print"),
            Map.entry("inspect", "print"),
            Map.entry("call", "print"),
            Map.entry("l", "list"),
            Map.entry("d", "delete"),
            Map.entry("dis", "disable"),
            Map.entry("en", "enable"),
            Map.entry("k", "kill"),
            Map.entry("h", "help"),
            Map.entry("q", "quit"),
            Map.entry("exit", "quit")));
  }

  private void add(String name, String usage, Action action) {
    commands.put(name, new Entry(usage, action));
  }

  /** The names of all commands, for completion. */
  public List<String> names() {
    return List.copyOf(commands.keySet());
  }

  /** Whether there is nothing more to do: quit, or the JVM is gone. */
  public boolean isOver() {
    return hasQuit || control.isGone();
  }

  /** What Ctrl-C does: ends a wait by stopping the programs that are waited for. */
  public void interrupt() {
    isInterrupted.set(true);
  }

  /**
   * Carries out one line.
   *
   * @return whether it could be
   */
  public boolean execute(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return true;
    }
    try {
      dispatch(text);
      return true;
    } catch (CommandFailedException e) {
      out.println(e.getMessage());
    } catch (VMDisconnectedException e) {
      out.println("The connection is closed: the JVM with the programs has ended.");
      hasQuit = true;
    } finally {
      out.flush();
    }
    return false;
  }

  private void dispatch(String text) {
    Matcher word = Pattern.compile("[a-z]+").matcher(text);
    String name = word.lookingAt() ? word.group() : text.split("\\s", 2)[0];
    String rest = text.substring(name.length()).strip();
    find(name).action.run(rest);
  }

  /** By name, alias, or what only one command begins with. */
  private Entry find(String name) {
    Entry exact = commands.get(aliases.getOrDefault(name, name));
    if (exact != null) {
      return exact;
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Entry> each : commands.entrySet()) {
      if (each.getKey().startsWith(name)) {
        found.add(each.getKey());
        exact = each.getValue();
      }
    }
    if (exact != null && found.size() == 1 && !name.isEmpty()) {
      return exact;
    }
    throw new CommandFailedException(
        found.isEmpty() || name.isEmpty()
            ? "Undefined command: \"" + name + "\".  Try \"help\"."
            : "Ambiguous command \"" + name + "\": " + String.join(", ", found) + ".");
  }

  private String usage(String name) {
    return find(name).usage;
  }

  private void help() {
    commands.values().forEach(each -> out.println(each.usage));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CommandFailedException("'" + text + "' must be a number.");
    }
  }

  private static int count(String words) {
    return words.isEmpty() ? 1 : number(words);
  }

  // ---- what there is

  private void info(String words) {
    String what = words.isEmpty() ? "-" : words.split("\\s", 2)[0];
    if ("inferiors".startsWith(what)) {
      infoInferiors();
    } else if ("threads".startsWith(what)) {
      infoThreads();
    } else if ("breakpoints".startsWith(what)) {
      infoBreakpoints();
    } else if ("locals".startsWith(what)) {
      infoLocals();
    } else if ("frame".startsWith(what)) {
      frame("");
    } else {
      throw new CommandFailedException(usage("info"));
    }
  }

  private void infoInferiors() {
    List<Inferior> all = cursor.inferiors();
    if (all.isEmpty()) {
      out.println("No program runs.");
      return;
    }
    out.println("  Num  Description        State     Program");
    for (Inferior each : all) {
      boolean isSelected = cursor.selected().filter(other -> other.pid() == each.pid()).isPresent();
      out.printf(
          "%s %-4d pid %-14d %-9s %s%s%n",
          isSelected ? "*" : " ",
          each.number(),
          each.pid(),
          state(each),
          each.name(),
          each.debugger().isEmpty() ? "" : " (debugged by " + each.debugger() + ")");
    }
  }

  private String state(Inferior inferior) {
    if (control.isDetached(inferior.pid()) || !inferior.debugger().isEmpty()) {
      return "detached";
    }
    return control.isStopped(inferior.pid()) ? "stopped" : "running";
  }

  private void infoThreads() {
    out.println("  Id     Thread               Frame");
    for (Inferior each : cursor.inferiors()) {
      if (!each.debugger().isEmpty()) {
        continue;
      }
      for (ThreadReference thread : cursor.threads(each)) {
        boolean isSelected =
            cursor.selected().filter(other -> other.pid() == each.pid()).isPresent()
                && thread.equals(cursor.thread());
        out.printf(
            "%s %-6s \"%s\" %s%n",
            isSelected ? "*" : " ", cursor.name(each, thread), thread.name(), top(each, thread));
      }
    }
  }

  private String top(Inferior inferior, ThreadReference thread) {
    if (!control.isStopped(inferior.pid())) {
      return "(running)";
    }
    List<StackFrame> frames = cursor.frames(inferior, thread);
    return frames.isEmpty() ? "(no frames)" : Cursor.describe(frames.getFirst());
  }

  private void infoBreakpoints() {
    List<Breakpoint> all = breakpoints.all();
    if (all.isEmpty()) {
      out.println("No breakpoints.");
      return;
    }
    out.println("Num     Type       Disp Enb What");
    all.forEach(each -> out.print(each.describe()));
  }

  private void infoLocals() {
    StackFrame frame = selectedFrame();
    try {
      List<LocalVariable> variables = frame.visibleVariables();
      if (variables.isEmpty()) {
        out.println("No locals.");
      }
      for (LocalVariable each : variables) {
        out.println(each.name() + " = " + Values.format(frame.getValue(each)));
      }
    } catch (AbsentInformationException e) {
      throw new CommandFailedException("No symbol table info available: compile with -g.");
    }
  }

  private StackFrame selectedFrame() {
    return cursor
        .selectedFrame()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "No frame: inferior " + cursor.inferior().number() + " is running."));
  }

  // ---- choosing

  private void inferior(String words) {
    if (!words.isEmpty()) {
      cursor.select(cursor.inferior(number(words)));
    }
    Inferior now = cursor.inferior();
    out.printf(
        "[%s inferior %d (%s, pid %d)]%n",
        words.isEmpty() ? "Current inferior is" : "Switching to",
        now.number(),
        now.name(),
        now.pid());
    if (!words.isEmpty() && control.isStopped(now.pid())) {
      showFrame();
    }
  }

  private void thread(String words) {
    if (words.startsWith("apply")) {
      apply(words);
      return;
    }
    if (!words.isEmpty()) {
      int dot = words.indexOf('.');
      Inferior of = dot < 0 ? cursor.inferior() : cursor.inferior(number(words.substring(0, dot)));
      cursor.select(of, cursor.thread(of, number(words.substring(dot + 1))));
    }
    out.printf(
        "[%s thread %s \"%s\"]%n",
        words.isEmpty() ? "Current thread is" : "Switching to",
        cursor.name(cursor.inferior(), cursor.thread()),
        cursor.thread().name());
    if (!words.isEmpty() && control.isStopped(cursor.inferior().pid())) {
      showFrame();
    }
  }

  private void apply(String words) {
    Matcher matcher = APPLY.matcher(words);
    if (!matcher.matches()) {
      throw new CommandFailedException(usage("thread"));
    }
    List<String> chosen = List.of(matcher.group(1).strip().split("\\s+"));
    Optional<Inferior> before = cursor.selected();
    ThreadReference thread = before.isEmpty() ? null : cursor.thread();
    for (Inferior each : cursor.inferiors()) {
      if (!each.debugger().isEmpty()) {
        continue;
      }
      for (ThreadReference one : cursor.threads(each)) {
        String name = cursor.name(each, one);
        if (chosen.contains("all")
            || chosen.contains(name)
            || chosen.contains(each.number() + ".*")) {
          cursor.select(each, one);
          out.printf("%nThread %s \"%s\":%n", name, one.name());
          execute(matcher.group(2));
        }
      }
    }
    if (before.isPresent() && thread != null) {
      cursor.select(before.get(), thread);
    }
  }

  private void move(int by) {
    cursor.selectFrame(cursor.frame() + by);
    showFrame();
  }

  private void frame(String words) {
    if (!words.isEmpty()) {
      cursor.selectFrame(number(words));
    }
    showFrame();
  }

  private void showFrame() {
    Optional<StackFrame> frame = cursor.selectedFrame();
    if (frame.isEmpty()) {
      out.println("No frames.");
      return;
    }
    out.printf("#%-3d%s%n", cursor.frame(), Cursor.describe(frame.get()));
    showLine(frame.get());
  }

  private void showLine(StackFrame frame) {
    Location at = frame.location();
    listed = at;
    nextListed = firstListed(at.lineNumber());
    sources
        .lines(at, cursor.inferior().directory())
        .filter(lines -> at.lineNumber() > 0 && at.lineNumber() <= lines.size())
        .ifPresent(lines -> out.println(at.lineNumber() + "\t" + lines.get(at.lineNumber() - 1)));
  }

  // ---- breakpoints

  private void breakAt(String words, boolean isTemporary) {
    Matcher matcher = BREAK.matcher(words);
    if (!matcher.matches()) {
      throw new CommandFailedException(usage("break"));
    }
    Inferior only = matcher.group(2) == null ? null : cursor.inferior(number(matcher.group(2)));
    Breakpoint set =
        breakpoints.set(Place.parse(matcher.group(1)), only, matcher.group(3), isTemporary);
    out.printf(
        "%s %d at %s%s%n",
        isTemporary ? "Temporary breakpoint" : "Breakpoint",
        set.number,
        set.place,
        set.copies() == 0
            ? ": no program has loaded the class yet"
            : set.copies() == 1 ? "" : " (" + set.copies() + " copies)");
  }

  private void delete(String words) {
    chosen(words).forEach(each -> breakpoints.delete(each.number));
  }

  private void enable(String words, boolean wanted) {
    chosen(words).forEach(each -> each.enable(wanted));
  }

  /** Those that are numbered, all without numbers. */
  private List<Breakpoint> chosen(String numbers) {
    return numbers.isEmpty()
        ? breakpoints.all()
        : Stream.of(numbers.split("\\s+")).map(each -> breakpoints.get(number(each))).toList();
  }

  private void condition(String words) {
    String[] parts = words.split("\\s+", 2);
    if (words.isEmpty()) {
      throw new CommandFailedException(usage("condition"));
    }
    Breakpoint breakpoint = breakpoints.get(number(parts[0]));
    breakpoint.condition(parts.length == 1 ? null : parts[1]);
    if (parts.length == 1) {
      out.println("Breakpoint " + breakpoint.number + " now unconditional.");
    }
  }

  // ---- running

  private List<Inferior> scheduled() {
    return schedulesMultiple
        ? cursor.inferiors().stream()
            .filter(each -> each.debugger().isEmpty() && !control.isDetached(each.pid()))
            .toList()
        : List.of(cursor.inferior());
  }

  private void resumeAndWait() {
    List<Inferior> resumed = scheduled();
    resumed.forEach(control::resume);
    waitForStop(resumed, stop -> true, "");
  }

  private void step(int depth) {
    selectedFrame();
    String before = cursor.frames().getFirst().location().method().toString();
    control.step(cursor.thread(), depth);
    List<Inferior> resumed = scheduled();
    resumed.forEach(control::resume);
    waitForStop(resumed, isOf(resumed), before);
  }

  private void finish() {
    List<StackFrame> frames = cursor.frames();
    if (frames.size() < 2) {
      throw new CommandFailedException("\"finish\" not meaningful in the outermost frame.");
    }
    ThreadReference thread = cursor.thread();
    out.println("Run till exit from #0  " + Cursor.describe(frames.getFirst()));
    String type = frames.getFirst().location().declaringType().name();
    control.step(thread, StepRequest.STEP_OUT);
    control.noteReturn(thread, type);
    List<Inferior> resumed = scheduled();
    resumed.forEach(control::resume);
    waitForStop(resumed, isOf(resumed), "");
    control
        .returnValue(thread)
        .filter(value -> !(value instanceof VoidValue))
        .ifPresent(
            value -> out.println("Value returned is $" + ++values + " = " + Values.format(value)));
  }

  /** What stops elsewhere does not end a step: it is told at the next {@code continue}. */
  private static Predicate<Stop> isOf(List<Inferior> resumed) {
    return stop -> resumed.stream().anyMatch(each -> each.pid() == stop.pid());
  }

  /**
   * Until something wanted stops, one of those resumed ends, or Ctrl-C.
   *
   * @param method where only the line is news
   */
  private void waitForStop(List<Inferior> resumed, Predicate<Stop> wanted, String method) {
    isInterrupted.set(false);
    while (!control.isGone()) {
      Stop stop = poll(wanted);
      if (stop != null) {
        report(stop, method);
        return;
      }
      if (noteEnds(resumed)) {
        return;
      }
      if (isInterrupted.get()) {
        resumed.forEach(control::interrupt);
        out.println("Interrupted.");
        cursor.select(resumed.getFirst(), cursor.thread());
        showFrame();
        return;
      }
    }
    throw new VMDisconnectedException();
  }

  private @Nullable Stop poll(Predicate<Stop> wanted) {
    try {
      return control.poll(wanted, POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted");
    }
  }

  /** Tells of programs that have ended; whether one of these has. */
  private boolean noteEnds(List<Inferior> watched) {
    List<Inferior> live = cursor.inferiors();
    List<Inferior> ended = new ArrayList<>(seen.values());
    ended.removeIf(each -> live.stream().anyMatch(other -> other.pid() == each.pid()));
    for (Inferior each : ended) {
      seen.remove(each.pid());
      cursor.forget(each);
      out.println("[" + each.title() + " exited]");
    }
    live.forEach(each -> seen.put(each.pid(), each));
    return ended.stream()
        .anyMatch(each -> watched.stream().anyMatch(other -> other.pid() == each.pid()));
  }

  private void report(Stop stop, String method) {
    Inferior of =
        cursor.inferiors().stream()
            .filter(each -> each.pid() == stop.pid())
            .findFirst()
            .orElseThrow(() -> new CommandFailedException("The program has ended."));
    cursor.select(of, stop.thread());
    seen.put(of.pid(), of);
    String name = "Thread " + cursor.name(of, stop.thread()) + " \"" + stop.thread().name() + "\"";
    Optional<StackFrame> frame = cursor.selectedFrame();
    if (frame.isEmpty()) {
      out.println(name + " " + stop.what());
      return;
    }
    String at = Cursor.describe(frame.get());
    if (!stop.what().isEmpty()) {
      out.println("\n" + name + " " + stop.what() + " " + at);
    } else if (!frame.get().location().method().toString().equals(method)
        || sources.lines(frame.get().location(), of.directory()).isEmpty()) {
      out.println(at);
    }
    showLine(frame.get());
  }

  private void stopNow() {
    for (Inferior each : scheduled()) {
      control.interrupt(each);
      out.println("Inferior " + each.number() + " stopped.");
    }
    showFrame();
  }

  // ---- looking

  private void backtrace(String words) {
    int most = words.isEmpty() ? Integer.MAX_VALUE : number(words);
    List<StackFrame> frames = cursor.frames();
    for (int i = 0; i < frames.size() && i < most; i++) {
      out.printf("#%-3d%s%n", i, Cursor.describe(frames.get(i)));
    }
    if (frames.size() > most) {
      out.println("(More stack frames follow...)");
    }
    if (frames.isEmpty()) {
      out.println("No stack.");
    }
  }

  private void where() {
    try {
      out.print(target.mergedStacks());
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private void print(String words) {
    if (words.isEmpty()) {
      throw new CommandFailedException(usage("print"));
    }
    if (words.startsWith("/")) {
      throw new CommandFailedException(
          "'" + words.split(" ", 2)[0] + "' is a format, and none is known here: print EXPRESSION");
    }
    String value = Values.format(evaluate(words));
    out.println("$" + ++values + " = " + value);
  }

  private @Nullable Value evaluate(String expression) {
    Inferior now = cursor.inferior();
    String text =
        expression
            .replace("$_inferior", "" + now.number())
            .replace("$_thread", cursor.name(now, cursor.thread()).replaceFirst(".*\\.", ""));
    return expressions.evaluate(text, now.pid(), cursor.selectedFrame().orElse(null));
  }

  private void set(String words) {
    Matcher variable = Pattern.compile("var(?:iable)?\\s+(.+=.+)").matcher(words);
    Matcher schedule = Pattern.compile("schedule-multiple\\s+(on|off)").matcher(words);
    if (variable.matches()) {
      evaluate(variable.group(1));
    } else if (schedule.matches()) {
      schedulesMultiple = schedule.group(1).equals("on");
    } else {
      throw new CommandFailedException(usage("set"));
    }
  }

  private void show(String words) {
    if (!words.equals("schedule-multiple")) {
      throw new CommandFailedException(usage("show"));
    }
    out.println(
        "Resuming the execution of threads of all programs is "
            + (schedulesMultiple ? "on." : "off."));
  }

  /** On from where it was, around a line of the same file, or around a place. */
  private void list(String words) {
    boolean isPlace = !words.isEmpty() && !words.matches("-?\\d+");
    Location at = listed;
    if (isPlace) {
      at = breakpoints.location(Place.parse(words));
    } else if (at == null) {
      at = selectedFrame().location();
    }
    int from = nextListed;
    if (isPlace) {
      from = firstListed(at.lineNumber());
    } else if (!words.isEmpty()) {
      from = firstListed(number(words));
    }
    listFrom(from, at);
  }

  /** So that a line is in the middle of what is listed. */
  private static int firstListed(int line) {
    return Math.max(1, line - LISTED / 2);
  }

  private void listFrom(int from, Location at) {
    List<String> lines =
        sources
            .lines(at, cursor.inferior().directory())
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        Cursor.place(at).replaceFirst(":.*", "")
                            + " is not found: metaproc debug --source DIR says where it is."));
    if (from < 1 || from > lines.size()) {
      throw new CommandFailedException(
          "Line number " + from + " out of range; the file has " + lines.size() + " lines.");
    }
    for (int line = from; line < from + LISTED && line <= lines.size(); line++) {
      out.println(line + "\t" + lines.get(line - 1));
    }
    nextListed = from + LISTED;
    listed = at;
  }

  // ---- letting go

  private Inferior named(String words) {
    String number = words.replaceFirst("^inferiors?\\s*", "");
    return number.isEmpty() ? cursor.inferior() : cursor.inferior(number(number));
  }

  private void detach(String words) {
    Inferior of = named(words);
    control.detach(of);
    cursor.forget(of);
    out.println("[" + of.title() + " detached]");
  }

  private void kill(String words) {
    Inferior of = named(words);
    try {
      target.exit(of.pid(), KILLED);
    } catch (IOException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
    control.detach(of);
    seen.remove(of.pid());
    cursor.forget(of);
    out.println("[" + of.title() + (hasEnded(of) ? " killed]" : " is to end, and has not yet]"));
  }

  /** Waits as gdb does, so that what is listed next is without it. */
  private boolean hasEnded(Inferior killed) {
    long end = System.nanoTime() + KILL_LIMIT.toNanos();
    try {
      while (control.inferior(killed.pid()).isPresent()) {
        if (System.nanoTime() > end || isInterrupted.getAndSet(false)) {
          return false;
        }
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /**
   * Carries out a file.
   *
   * @throws CommandFailedException when it cannot be read, or at its first line that fails
   */
  private void source(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new CommandFailedException(file + ": cannot be read: " + e);
    }
    for (int i = 0; i < lines.size() && !isOver(); i++) {
      if (!execute(lines.get(i))) {
        throw new CommandFailedException(file + ":" + (i + 1) + ": Error in sourced command file.");
      }
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
