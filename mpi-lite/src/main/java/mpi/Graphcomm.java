package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Graph;

/**
 * A communicator whose ranks form a graph (MPI-4.1 section 8.5.3): the neighbours of node {@code i}
 * are {@code edges[j]} with {@code index[i-1] <= j < index[i]}.
 */
public class Graphcomm extends Intracomm {
  private final Graph graph;

  Graphcomm(Communicator core, Graph graph, Attributes attributes) {
    super(core, attributes);
    this.graph = graph;
  }

  final Graph graph() {
    return graph;
  }

  @Override
  public Graphcomm clone() {
    return new GraphComm(duplicate(), graph, null, copyOfAttributes());
  }

  @Override
  public int Topo_test() {
    core.check("Topo_test");
    return MPI.GRAPH;
  }

  public GraphParms Get() {
    core.check("Get");
    return new GraphParms(graph.index(), graph.edges());
  }

  public int[] Neighbours(int rank) {
    core.check("Neighbours");
    if (rank < 0 || rank >= core.size()) {
      throw new MPIException(
          ErrorClass.RANK,
          ("Neighbours: " + rank + " is not a rank of " + core.name())
              + (" (size " + core.size() + "): use 0.." + (core.size() - 1)));
    }
    return graph.neighbours(rank);
  }

  /** The rank this one would have in such a graph; {@code MPI.UNDEFINED} if outside. */
  public int Map(int[] index, int[] edges) {
    core.check("Map");
    return core.member() < graph(index, edges).nodes() ? core.member() : MPI.UNDEFINED;
  }

  static Graph graph(int[] index, int[] edges) {
    Arguments.given("Create_graph", "array of edges", edges);
    int previous = 0;
    for (int each : Arguments.given("Create_graph", "index array", index)) {
      if (each < previous || each > edges.length) {
        throw new MPIException(
            ErrorClass.ARG,
            ("Create_graph: index entry " + each + " is not in " + previous + ".." + edges.length)
                + ": let the entries grow up to the number of edges");
      }
      previous = each;
    }
    for (int each : edges) {
      if (each < 0 || each >= index.length) {
        throw new MPIException(
            ErrorClass.ARG,
            ("Create_graph: edge to " + each + ", which is not one of the " + index.length)
                + (" nodes: use 0.." + (index.length - 1)));
      }
    }
    return new Graph(index, edges);
  }
}
