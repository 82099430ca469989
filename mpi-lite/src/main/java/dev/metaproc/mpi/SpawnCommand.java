package dev.metaproc.mpi;

import java.util.List;
import java.util.Map;

/**
 * One program of a spawn (MPI-4.1 section 11.8.2).
 *
 * @param command as on the command line of mpiexec: {@code java}, a class or a jar
 * @param arguments the words after it
 * @param ranks how many
 * @param hints such as {@code wdir}
 */
public record SpawnCommand(
    String command, List<String> arguments, int ranks, Map<String, String> hints) {
  public SpawnCommand {
    arguments = List.copyOf(arguments);
    hints = Map.copyOf(hints);
  }
}
