package dev.metaproc.launcher.command;

import dev.metaproc.debug.MergedStacks;
import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code metaproc threads}: needs no debugger and no debug agent. */
@Command(
    name = "threads",
    description = "print the stacks of programs' threads",
    footer = {"", "metaproc threads --job[=PID]: merged, of the ranks of jobs of mpiexec."})
final class ThreadsCommand extends HostCommand {
  @Option(
      names = {"-m", "--merge"},
      description = {
        "One tree for all: programs at the same place share a branch, [0-3,7] says which they are.",
        "The number is the replica's where there is one, else its place in the list below."
      })
  private boolean isMerged;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Name, pid, replica set or pattern; all that run by default.")
  private List<String> names = new ArrayList<>();

  /** A program with the run it has now. */
  private record Running(HostedProgram program, ProgramRun run) {}

  @Override
  int run(Context context) {
    List<Running> running = running(context.host());
    if (isMerged) {
      merge(running, context);
    } else {
      running.forEach(each -> context.out().print(each.run.threadDump()));
    }
    return ExitCodes.SUCCESS;
  }

  private List<Running> running(Host host) {
    Set<HostedProgram> chosen = new LinkedHashSet<>();
    if (names.isEmpty()) {
      chosen.addAll(host.programs());
    }
    chosen.addAll(host.find(names));
    List<Running> running = new ArrayList<>();
    for (HostedProgram program : chosen) {
      Optional<ProgramRun> run = program.program();
      if (run.isPresent()) {
        running.add(new Running(program, run.get()));
      } else if (names.contains(program.name())) {
        throw LaunchException.usage(
            "program " + program.name() + " does not run: metaproc start " + program.name());
      }
    }
    return running;
  }

  private void merge(List<Running> running, Context context) {
    Set<String> sets = new LinkedHashSet<>();
    running.forEach(each -> sets.add(set(each.program.name())));
    boolean areReplicas = sets.size() == 1 && number(running.getFirst().program.name()) >= 0;
    MergedStacks stacks = new MergedStacks();
    SequencedMap<Integer, Program> local = new LinkedHashMap<>();
    for (int i = 0; i < running.size(); i++) {
      Running each = running.get(i);
      int number = areReplicas ? number(each.program.name()) : i;
      Optional<Program> here = each.run.local();
      if (here.isPresent()) {
        local.put(number, here.get());
      } else {
        stacks.addDump(number, each.run.threadDump());
      }
      if (!areReplicas) {
        context.out().println("[" + number + "] = " + each.program.name());
      }
    }
    stacks.addAll(local);
    context.out().print(stacks);
  }

  private static String set(String name) {
    return name.replaceFirst("\\.\\d+$", "");
  }

  private static int number(String name) {
    int dot = name.lastIndexOf('.');
    String digits = name.substring(dot + 1);
    return dot > 0 && digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : -1;
  }
}
