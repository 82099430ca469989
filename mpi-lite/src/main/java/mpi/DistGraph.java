package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes distributed graphs (MPI-4.1 section 8.5.4). */
final class DistGraph {
  private static final Graph NO_GRAPH = new Graph(new int[0], new int[0]);

  private DistGraph() {}

  private record WeightedEdge(int from, int to, int weight) {}

  static GraphComm adjacent(
      Intracomm comm,
      int @Nullable [] sources,
      int @Nullable [] sourceWeights,
      int @Nullable [] destinations,
      int @Nullable [] destWeights) {
    String operation = "createDistGraphAdjacent";
    comm.core.check(operation);
    int[] from = requireRanks(operation, "sources", sources, comm.core);
    int[] to = requireRanks(operation, "destinations", destinations, comm.core);
    requireLength(operation, "source weights", sourceWeights, from.length);
    requireLength(operation, "destination weights", destWeights, to.length);
    return made(operation, comm, new DistGraphNeighbors(from, sourceWeights, to, destWeights));
  }

  static GraphComm fromEdges(
      Intracomm comm,
      int @Nullable [] sources,
      int @Nullable [] degrees,
      int @Nullable [] destinations,
      int @Nullable [] weights) {
    String operation = "createDistGraph";
    comm.core.check(operation);
    int[] from = requireRanks(operation, "sources", sources, comm.core);
    int[] to = requireRanks(operation, "destinations", destinations, comm.core);
    requireLength(operation, "degrees", degrees, from.length);
    requireLength(operation, "weights", weights, to.length);
    List<Object> all =
        comm.core.agree(
            operation, edges(operation, from, Objects.requireNonNull(degrees), to, weights));
    return made(operation, comm, neighbours(all, comm.core.member(), weights != null));
  }

  private static List<WeightedEdge> edges(
      String operation,
      int[] sources,
      int[] degrees,
      int[] destinations,
      int @Nullable [] weights) {
    List<WeightedEdge> edges = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      Arguments.count(operation, "degree", degrees[i]);
      for (int j = 0; j < degrees[i]; j++) {
        int next = edges.size();
        if (next >= destinations.length) {
          throw new MPIException(
              ErrorClass.ARG,
              (operation + ": the degrees ask for more than the " + destinations.length)
                  + " destinations: pass one destination for each edge");
        }
        int weight = weights == null ? 0 : weights[next];
        edges.add(new WeightedEdge(sources[i], destinations[next], weight));
      }
    }
    return edges;
  }

  private static DistGraphNeighbors neighbours(List<Object> all, int me, boolean weighted) {
    List<WeightedEdge> edges = new ArrayList<>();
    for (Object list : all) {
      for (Object edge : (List<?>) list) {
        edges.add((WeightedEdge) edge);
      }
    }
    List<WeightedEdge> in = edges.stream().filter(edge -> edge.to == me).toList();
    List<WeightedEdge> out = edges.stream().filter(edge -> edge.from == me).toList();
    return new DistGraphNeighbors(
        in.stream().mapToInt(WeightedEdge::from).toArray(),
        weighted ? in.stream().mapToInt(WeightedEdge::weight).toArray() : null,
        out.stream().mapToInt(WeightedEdge::to).toArray(),
        weighted ? out.stream().mapToInt(WeightedEdge::weight).toArray() : null);
  }

  private static GraphComm made(String operation, Intracomm comm, DistGraphNeighbors neighbours) {
    Communicator core =
        Objects.requireNonNull(comm.core.split(operation, 0, comm.core.member(), operation));
    return new GraphComm(core, NO_GRAPH, neighbours, new Attributes());
  }

  private static int[] requireRanks(
      String operation, String what, int @Nullable [] ranks, Communicator core) {
    if (ranks == null) {
      throw new MPIException(
          ErrorClass.ARG, operation + ": the array of " + what + " is null: pass int[0] for none");
    }
    IntStream.of(ranks).forEach(rank -> Arguments.rank(operation, what, rank, core.size()));
    return ranks;
  }

  private static void requireLength(
      String operation, String what, int @Nullable [] values, int length) {
    boolean isOptional = !what.equals("degrees");
    if (values == null ? !isOptional : values.length < length) {
      throw new MPIException(
          ErrorClass.ARG,
          (operation + ": the array of " + what)
              + (values == null ? " is null" : " has length " + values.length)
              + (": pass " + length + " entries"));
    }
  }
}
