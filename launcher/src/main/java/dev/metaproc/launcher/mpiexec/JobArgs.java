package dev.metaproc.launcher.mpiexec;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options about the job as a whole. */
final class JobArgs {
  @Option(
      names = {"-stdin", "--stdin", "-s"},
      paramLabel = "N|all|none",
      description = "The rank that reads standard input (default 0).")
  @Nullable String stdin;

  @Option(
      names = {"--timeout", "-timeout"},
      paramLabel = "SECONDS",
      description = "End the job with code 124 after this time (also MPIEXEC_TIMEOUT).")
  @Nullable String timeout;

  @Option(
      names = {"--get-stack-traces", "-get-stack-traces"},
      description = "When the time is up, print what every thread of every rank is doing.")
  boolean stackTraces;

  @Option(
      names = {"--deadlock", "-deadlock"},
      paramLabel = "abort|off",
      description =
          "What to do when every rank waits and nothing can match: say who waits for whom and "
              + "end the job with code 123 (the default), or nothing (also METAPROC_DEADLOCK).")
  @Nullable String deadlock;

  @Option(
      names = {"--initial-errhandler", "-initial-errhandler"},
      paramLabel = "HANDLER",
      description =
          "The error handler of MPI.COMM_WORLD and COMM_SELF at first: mpi_errors_are_fatal (the "
              + "default), mpi_errors_abort or mpi_errors_return.")
  @Nullable String errhandler;

  @Option(
      names = {"-tv", "--debug", "-debug", "--tv"},
      arity = "1",
      paramLabel = "[=RANK,...][,suspend]",
      description =
          "Let a debugger attach to these ranks (all by default) and print an address for each; "
              + "suspend holds them before their first instruction.")
  @Nullable String debug;

  @Option(
      names = {"--threads", "-threads"},
      paramLabel = "KIND",
      description =
          "What a rank is: platform or virtual thread; auto (the default) "
              + "takes platform threads while there are cores for all ranks.")
  @Nullable String threads;

  @Option(
      names = {"--isolation", "-isolation"},
      paramLabel = "MODE",
      description =
          "How ranks are kept apart: each with classes of its own (loader), or sharing them and "
              + "their compiled code with statics of its own (shared); auto (the default) is "
              + "loader, and shared for 128 ranks or more.")
  @Nullable String isolation;

  @Option(
      names = {"--mpj-args", "-mpj-args"},
      paramLabel = "auto|on|off",
      description =
          "Whether main gets MPJ Express's three arguments in front; "
              + "auto (the default) finds out from the program.")
  @Nullable String mpjArguments;
}
