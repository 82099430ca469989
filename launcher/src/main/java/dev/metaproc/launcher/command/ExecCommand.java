package dev.metaproc.launcher.command;

import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramRun;
import dev.metaproc.launcher.host.Streams;
import dev.metaproc.launcher.program.ProgramDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code metaproc exec}: what {@code docker exec} is for a container. */
@Command(
    name = "exec",
    description = "run a main class of a running program's class path within it",
    customSynopsis = "metaproc exec NAME MAIN [ARGUMENT…]",
    footer = {
      "",
      "It has the program's statics, properties and working directory; what it prints goes to the",
      "client. Exit code 0, or 1 when it throws; System.exit ends the program."
    })
final class ExecCommand extends HostCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The program.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "MAIN", description = "Binary name of the class.")
  private String mainClass = "";

  @Unmatched private List<String> words = new ArrayList<>();

  @Override
  int run(Context context) throws InterruptedException {
    HostedProgram program = context.host().find(name).getFirst();
    ProgramRun run =
        program
            .program()
            .orElseThrow(
                () ->
                    LaunchException.usage(
                        "program "
                            + program.name()
                            + " does not run: metaproc start "
                            + program.name()));
    if (run.local().filter(Program::isSuspended).isPresent()) {
      throw LaunchException.usage(
          "program "
              + program.name()
              + " is stopped: let it go on (metaproc kill -s CONT "
              + program.name()
              + ")");
    }
    try {
      return ExitCodes.ofProgram(await(program.execute(mainClass, words, streams(context))));
    } catch (ProgramException e) {
      throw ProgramDescription.failure(e);
    }
  }

  private static Streams streams(Context context) {
    return new Streams(null, context.session().out(), context.session().err());
  }

  private static int await(Future<Integer> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new LaunchException(Kind.HOST, "internal error: " + e.getCause(), e);
    }
  }
}
