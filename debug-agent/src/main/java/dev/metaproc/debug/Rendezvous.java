package dev.metaproc.debug;

import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Where a debugger finds the programs of this JVM, as it finds shared objects in {@code _r_debug}:
 * it reads {@link #HERE} and its {@code entries}, and stops a program that asks to be held on
 * {@link #mainBegins}, an empty method, as gdb does with {@code _dl_debug_state}. Nothing else of
 * the host is read by name, and nothing of it is ever called.
 *
 * <p>Register it with {@code MetaProcess.addListener}. Thread-safe.
 */
public final class Rendezvous implements ProgramListener {
  /** The one of this JVM. */
  public static final Rendezvous HERE = new Rendezvous();

  /** A running program, with what a debugger needs to tell its own from others'. */
  private record Entry(
      int number, long pid, ClassLoader loader, ThreadGroup group, Thread main, Program program) {}

  // replaced as a whole, so that a debugger that reads element by element sees one state
  private volatile Entry[] entries = {};

  private int started; // guarded by this

  private Rendezvous() {}

  /** The programs that run, in the order they started. */
  public List<Program> programs() {
    return Arrays.stream(entries).map(Entry::program).toList();
  }

  /** Their stacks as one tree, numbered from 0 in the order they were started, as ranks are. */
  public String mergedStacks() {
    SequencedMap<Integer, Program> programs = new LinkedHashMap<>();
    for (Entry each : entries) {
      programs.put(each.number, each.program);
    }
    MergedStacks stacks = new MergedStacks();
    stacks.addAll(programs);
    return stacks.toString();
  }

  @Override
  public synchronized void started(Program program) {
    List<Entry> next = new ArrayList<>(Arrays.asList(entries));
    next.add(
        new Entry(
            started++,
            program.pid(),
            program.classLoader(),
            program.threadGroup(),
            program.mainThread(),
            program));
    entries = next.toArray(Entry[]::new);
  }

  @Override
  public synchronized void ended(Program program) {
    entries =
        Arrays.stream(entries).filter(entry -> entry.pid != program.pid()).toArray(Entry[]::new);
  }

  /** Does nothing: a debugger's breakpoint goes here, on the main thread of a held program. */
  static void mainBegins() {}
}
