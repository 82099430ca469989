package dev.metaproc.launcher.job;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.mpiexec.Segment;
import dev.metaproc.launcher.program.Executable;
import dev.metaproc.launcher.program.MpjDialect;
import dev.metaproc.launcher.program.ProgramResolver;
import dev.metaproc.mpi.SpawnCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts the programs that ranks spawn. A command is what follows the options of mpiexec: {@code
 * java} and its words, or a class or jar. Without a class path of its own it gets the spawner's.
 * Thread-safe.
 */
final class Spawner {
  private final MpiexecJob job;
  private final Function<String, ProgramResolver> resolvers;
  private final Map<Integer, RankPlan> plans = new HashMap<>();

  /**
   * A spawner.
   *
   * @param resolvers finds programs, given the class path where no other is named
   * @param plans of the ranks started so far
   */
  Spawner(MpiexecJob job, Function<String, ProgramResolver> resolvers, List<RankPlan> plans) {
    this.job = job;
    this.resolvers = resolvers;
    plans.forEach(plan -> this.plans.put(plan.number(), plan));
  }

  /**
   * Starts one program's ranks.
   *
   * @throws LaunchException when there is no such program or it cannot be run
   */
  synchronized void spawn(
      int spawner,
      SpawnCommand command,
      int part,
      int first,
      RankStarter starter,
      RankServices services) {
    RankPlan parent = Objects.requireNonNull(plans.get(spawner), "a spawner is a rank");
    Path directory = directory(parent.segment().directory(), command.hints().get("wdir"));
    JavaLine line = line(command, directory);
    Executable executable = resolvers.apply(classPath(parent)).resolve(line, directory);
    Segment segment = new Segment(command.ranks(), line, directory, parent.segment().environment());
    boolean mpj = MpjDialect.isSpokenBy(executable, directory);
    List<RankPlan> added = new ArrayList<>();
    for (int i = 0; i < command.ranks(); i++) {
      added.add(new RankPlan(first + i, part, segment, executable, mpj));
    }
    added.forEach(plan -> plans.put(plan.number(), plan));
    job.startMore(added, starter, services);
  }

  private static Path directory(Path parent, @Nullable String hint) {
    return hint == null ? parent : parent.resolve(hint).normalize();
  }

  private static JavaLine line(SpawnCommand command, Path directory) {
    List<String> words = new ArrayList<>();
    if (!command.command().matches("(.*[/\\\\])?java(\\.exe)?")) {
      words.add(command.command());
    }
    words.addAll(command.arguments());
    return JavaLineParser.parse(words, directory, "mpiexec");
  }

  private static String classPath(RankPlan parent) {
    Path directory = parent.segment().directory();
    List<Path> entries =
        switch (parent.executable()) {
          case Executable.Jar(var file) -> List.of(file);
          case Executable.MainClass(var classPath, var name) -> classPath;
          case Executable.Module(var modulePath, var classPath, var name, var mainClass) ->
              classPath;
        };
    return entries.stream()
        .map(entry -> directory.resolve(entry).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
