package mpi;

import org.jspecify.annotations.Nullable;

/** Whom a rank of a distributed graph receives from and sends to, in this order. */
public final class DistGraphNeighbors {
  private final int[] sources;
  private final int[] sourceWeights;
  private final int[] destinations;
  private final int[] destinationWeights;
  private final boolean weighted;

  DistGraphNeighbors(
      int[] sources,
      int @Nullable [] sourceWeights,
      int[] destinations,
      int @Nullable [] destinationWeights) {
    this.sources = sources.clone();
    this.destinations = destinations.clone();
    this.weighted = sourceWeights != null && destinationWeights != null;
    this.sourceWeights = sourceWeights == null ? new int[sources.length] : sourceWeights.clone();
    this.destinationWeights =
        destinationWeights == null ? new int[destinations.length] : destinationWeights.clone();
  }

  Neighbourhood neighbourhood() {
    return new Neighbourhood(sources, destinations, false);
  }

  public int getInDegree() {
    return sources.length;
  }

  public int getOutDegree() {
    return destinations.length;
  }

  public int getSource(int i) {
    return sources[i];
  }

  public int getSourceWeight(int i) {
    return sourceWeights[i];
  }

  public int getDestination(int i) {
    return destinations[i];
  }

  public int getDestinationWeight(int i) {
    return destinationWeights[i];
  }

  public boolean isWeighted() {
    return weighted;
  }
}
