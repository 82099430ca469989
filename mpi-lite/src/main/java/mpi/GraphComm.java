package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Graph;
import org.jspecify.annotations.Nullable;

/**
 * A graph, or a distributed graph, in Open MPI's spelling; see {@link CartComm} for its name. Of a
 * distributed graph each rank knows its own neighbours only.
 */
public final class GraphComm extends Graphcomm {
  private final @Nullable DistGraphNeighbors neighbours;

  GraphComm(
      Communicator core,
      Graph graph,
      @Nullable DistGraphNeighbors neighbours,
      Attributes attributes) {
    super(core, graph, attributes);
    this.neighbours = neighbours;
  }

  @Override
  public GraphComm clone() {
    return new GraphComm(duplicate(), graph(), neighbours, copyOfAttributes());
  }

  @Override
  public GraphComm dup() {
    return clone();
  }

  @Override
  public GraphComm iDup() {
    return clone();
  }

  @Override
  public GraphComm dupWithInfo(Info info) {
    GraphComm copy = clone();
    copy.setInfo(info);
    return copy;
  }

  @Override
  public int Topo_test() {
    int graph = super.Topo_test();
    return neighbours == null ? graph : MPI.DIST_GRAPH;
  }

  /** As {@link Graphcomm#Get}. */
  public GraphParms getDims() {
    return Get();
  }

  /** As {@link Graphcomm#Neighbours}. */
  public int[] getNeighbors(int rank) {
    return Neighbours(rank);
  }

  /** This rank's neighbours in a distributed graph. */
  public DistGraphNeighbors getDistGraphNeighbors() {
    core.check("getDistGraphNeighbors");
    if (neighbours == null) {
      throw new MPIException(
          ErrorClass.TOPOLOGY,
          "getDistGraphNeighbors: "
              + core.name()
              + " is no distributed graph: make it with createDistGraph, or use getNeighbors");
    }
    return neighbours;
  }

  /** As {@link Graphcomm#Map}. */
  public int map(int[] index, int[] edges) {
    return Map(index, edges);
  }

  @Override
  Neighbourhood neighbourhood(String operation) {
    core.check(operation);
    if (neighbours != null) {
      return neighbours.neighbourhood();
    }
    int[] around = Neighbours(core.member());
    return new Neighbourhood(around, around, false);
  }
}
