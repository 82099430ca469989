package dev.metaproc.debug;

import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where a debugger finds the programs of this JVM, as it finds shared objects in {@code _r_debug}:
 * it sets a breakpoint on {@link #changed}, which is called whenever the list has changed, and
 * reads {@link #programs}.
 *
 * <p>Register it with {@code MetaProcess.addListener}. Thread-safe.
 */
public final class Rendezvous implements ProgramListener {
  private final List<Program> programs = new CopyOnWriteArrayList<>();

  /** The programs that run, in the order they started. */
  public List<Program> programs() {
    return List.copyOf(programs);
  }

  @Override
  public void started(Program program) {
    programs.add(program);
    changed();
  }

  @Override
  public void ended(Program program) {
    programs.remove(program);
    changed();
  }

  /** Does nothing: a debugger's breakpoint goes here, as in {@code _dl_debug_state}. */
  public void changed() {}
}
