package dev.metaproc.mpi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where groups of ranks find each other that have no communicator in common (MPI-4.1 section 11.4):
 * ports, and the names under which they are published. Of one job, spawned ranks included.
 * Thread-safe.
 */
public final class Ports {
  private final Job job;
  private final Map<String, Port> open = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private int opened;

  Ports(Job job) {
    this.job = job;
  }

  /** Those who came to a port and wait for the other side. */
  private static final class Port {
    final Deque<Meetings> accepting = new ArrayDeque<>();
    final Deque<Meetings> connecting = new ArrayDeque<>();
  }

  public synchronized String open() {
    String name = "metaproc:" + ++opened;
    open.put(name, new Port());
    return name;
  }

  public synchronized void close(String operation, String name) {
    port(operation, name);
    open.remove(name);
  }

  public synchronized void publish(String operation, String service, String port) {
    if (names.putIfAbsent(service, port) != null) {
      throw fault(
          ErrorClass.SERVICE,
          operation + ": the name \"" + service + "\" is published already: unpublish it first");
    }
  }

  public synchronized void unpublish(String operation, String service) {
    if (names.remove(service) == null) {
      throw unknown(operation, service);
    }
  }

  public synchronized String lookUp(String operation, String service) {
    String port = names.get(service);
    if (port == null) {
      throw unknown(operation, service);
    }
    return port;
  }

  private RuntimeException unknown(String operation, String service) {
    return fault(
        ErrorClass.NAME,
        operation + ": no port is published as \"" + service + "\": publish it with publishName");
  }

  /** Meets the root of another group that does the opposite; blocks until one is there. */
  InterPair meet(String operation, String name, MpiRank root, RankGroup group, boolean accepts) {
    Meetings meetings = partner(operation, name, accepts);
    AgreePart part = new AgreePart("accept or connect", group, this::pair);
    meetings.join(root, accepts ? 0 : 1, part).await();
    return (InterPair) part.all().getFirst();
  }

  private List<Object> pair(List<Object> groups) {
    RankGroup server = (RankGroup) groups.get(0);
    RankGroup client = (RankGroup) groups.get(1);
    if (server.intersection(client).size() > 0) {
      throw new CollectiveFault(
          "the groups "
              + server
              + " and "
              + client
              + " overlap: connect groups without common"
              + " ranks");
    }
    String name = job.communicatorName("accept", server + " and " + client);
    return List.of(new InterPair(name, server, client, job));
  }

  private synchronized Meetings partner(String operation, String name, boolean accepts) {
    Port port = port(operation, name);
    Meetings waiting = accepts ? port.connecting.poll() : port.accepting.poll();
    if (waiting != null) {
      return waiting;
    }
    Meetings mine = new Meetings("port " + name, 2);
    (accepts ? port.accepting : port.connecting).add(mine);
    return mine;
  }

  private Port port(String operation, String name) {
    @Nullable Port port = open.get(name);
    if (port == null) {
      throw fault(
          ErrorClass.PORT,
          operation + ": there is no open port \"" + name + "\": pass what openPort() returned");
    }
    return port;
  }

  private RuntimeException fault(ErrorClass kind, String text) {
    return job.faults().of(kind, text);
  }
}
