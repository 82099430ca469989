package dev.metaproc.launcher.config;

import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.words.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts services after those they depend on; otherwise they stay as written. */
final class DependencyOrder {
  private final Map<String, ServiceReader> readers = new LinkedHashMap<>();
  private final Set<Service> ordered = new LinkedHashSet<>();

  DependencyOrder(List<ServiceReader> all) {
    all.forEach(each -> readers.put(each.service().name(), each));
  }

  /**
   * All of them.
   *
   * @throws dev.metaproc.launcher.exit.LaunchException for an unknown one, or a circle
   */
  List<Service> services() {
    for (ServiceReader each : readers.values()) {
      visit(each, new ArrayList<>());
    }
    return List.copyOf(ordered);
  }

  private void visit(ServiceReader reader, List<String> path) {
    Service service = reader.service();
    if (ordered.contains(service)) {
      return;
    }
    path.add(service.name());
    for (Dependency dependency : service.dependsOn()) {
      String name = dependency.service();
      ServiceReader other = readers.get(name);
      if (other == null) {
        throw reader
            .placeOfDependencies()
            .wrong(
                service.name()
                    + " depends on "
                    + name
                    + ", which is no program"
                    + hint(service, name));
      }
      if (path.contains(name)) {
        List<String> circle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
        circle.add(name);
        throw reader
            .placeOfDependencies()
            .wrong("programs wait for each other: " + String.join(" → ", circle));
      }
      visit(other, path);
    }
    path.removeLast();
    ordered.add(service);
  }

  /** A program is never told to depend on itself. */
  private String hint(Service service, String name) {
    List<String> others =
        readers.keySet().stream().filter(each -> !each.equals(service.name())).toList();
    if (others.isEmpty()) {
      return ": there is no other";
    }
    return Nearest.of(name, others)
        .map(near -> ": did you mean " + near + "?")
        .orElse(": the others are " + String.join(", ", others));
  }
}
