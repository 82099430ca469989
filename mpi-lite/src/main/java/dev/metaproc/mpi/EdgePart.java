package dev.metaproc.mpi;

import dev.metaproc.mpi.objects.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A collective that moves data: what this rank gives to whom, and what it gets from whom. */
final class EdgePart extends Part {
  private final String name;
  private final List<Edge> gives = new ArrayList<>();
  private final List<Edge> gets = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  /** Objects that arrived as bytes. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Arrival(Parcel objects, int elements, Region target) {}

  /** Which outgoing edges one incoming edge may meet. */
  private record Lane(int from, int to, int key) {}

  EdgePart(String call, String name) {
    super(call);
    this.name = name;
  }

  void give(Edge edge) {
    gives.add(edge);
  }

  void get(Edge edge) {
    gets.add(edge);
  }

  @Override
  void combine(Part[] parts) {
    Map<Lane, Deque<Edge>> lanes = new HashMap<>();
    for (int from = 0; from < parts.length; from++) {
      for (Edge edge : of(parts[from]).gives) {
        lanes
            .computeIfAbsent(new Lane(from, edge.peer(), edge.key()), any -> new ArrayDeque<>())
            .add(edge);
      }
    }
    for (int to = 0; to < parts.length; to++) {
      EdgePart receiver = of(parts[to]);
      for (Edge edge : receiver.gets) {
        Deque<Edge> lane = lanes.get(new Lane(edge.peer(), to, edge.key()));
        Edge given = lane == null ? null : lane.poll();
        if (given == null) {
          throw new CollectiveFault(
              "rank " + to + " receives from rank " + edge.peer() + ", which sends it nothing");
        }
        receiver.accept(given, edge, to);
      }
    }
  }

  private void accept(Edge given, Edge edge, int me) {
    Region data = given.region();
    Region target = edge.region();
    if (!data.type().matches(target.type()) || data.elements() > target.elements()) {
      throw new CollectiveFault(
          ("rank " + edge.peer() + " sends " + data + " where rank " + me + " receives " + target)
              + ": use the same type and count on both sides");
    }
    Parcel objects = given.objects();
    if (objects == null) {
      data.copyTo(target);
    } else {
      arrivals.add(new Arrival(objects, (int) data.elements(), target));
    }
  }

  @Override
  void take(MpiRank rank) {
    for (Arrival each : arrivals) {
      new ObjectCodec(rank, name).read(each.objects(), each.elements(), each.target());
    }
  }

  private static EdgePart of(Part part) {
    return (EdgePart) part;
  }
}
