package mpi;

/** What {@link Graphcomm#Get} tells; see {@link Graphcomm}. */
public class GraphParms {
  public int[] index;
  public int[] edges;

  public GraphParms() {
    this(new int[0], new int[0]);
  }

  GraphParms(int[] index, int[] edges) {
    this.index = index;
    this.edges = edges;
  }

  public int getIndexCount() {
    return index.length;
  }

  public int getIndex(int i) {
    return index[i];
  }

  public int getEdgeCount() {
    return edges.length;
  }

  public int getEdge(int i) {
    return edges[i];
  }
}
