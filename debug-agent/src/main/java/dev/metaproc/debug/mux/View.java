package dev.metaproc.debug.mux;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What one debugger sees: a program, or all those that no other debugger has. */
interface View {
  /** Whether a program is in it. */
  boolean has(long pid);

  /** The programs in it, of those that run. */
  Collection<ProgramIds> programs(Collection<ProgramIds> running);

  /** The one program; empty for a view of all. */
  OptionalLong only();

  default boolean owns(Owner owner) {
    return owner.isProgram() && has(owner.pid());
  }

  default boolean sees(Owner owner) {
    return owner.isShared() || owns(owner);
  }

  /** One program. */
  record Single(long pid) implements View {
    @Override
    public boolean has(long other) {
      return pid == other;
    }

    @Override
    public Collection<ProgramIds> programs(Collection<ProgramIds> running) {
      return running.stream().filter(each -> each.pid() == pid).toList();
    }

    @Override
    public OptionalLong only() {
      return OptionalLong.of(pid);
    }
  }

  /**
   * Every program without a debugger of its own.
   *
   * @param taken those with one, kept up to date
   */
  record All(Set<Long> taken) implements View {
    @Override
    public boolean has(long pid) {
      return !taken.contains(pid);
    }

    @Override
    public Collection<ProgramIds> programs(Collection<ProgramIds> running) {
      return List.copyOf(running.stream().filter(each -> has(each.pid())).toList());
    }

    @Override
    public OptionalLong only() {
      return OptionalLong.empty();
    }
  }
}
