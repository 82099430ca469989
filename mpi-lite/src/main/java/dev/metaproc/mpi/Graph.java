package dev.metaproc.mpi;

import java.util.Arrays;

/**
 * A graph topology (MPI-4.1 section 8.5.3): the neighbours of node {@code i} are {@code edges[j]}
 * with {@code index[i-1] <= j < index[i]}. Immutable. Arguments are the caller's to check.
 */
public final class Graph {
  private final int[] index;
  private final int[] edges;

  public Graph(int[] index, int[] edges) {
    this.index = index.clone();
    this.edges = edges.clone();
  }

  public int nodes() {
    return index.length;
  }

  public int[] index() {
    return index.clone();
  }

  public int[] edges() {
    return edges.clone();
  }

  public int[] neighbours(int node) {
    return Arrays.copyOfRange(edges, node == 0 ? 0 : index[node - 1], index[node]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Graph graph
        && Arrays.equals(index, graph.index)
        && Arrays.equals(edges, graph.edges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(index) + Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "index " + Arrays.toString(index) + " edges " + Arrays.toString(edges);
  }
}
