package dev.metaproc.launcher.mpiexec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which variables a program sees: those inherited, those taken over by name, those set.
 *
 * @param inherited what is taken over when nothing is said by name
 * @param copied names taken over whatever {@code inherited} says
 */
public record EnvironmentRules(
    Inherited inherited, List<String> copied, Map<String, String> assigned) {
  /** How much of the host's environment a program inherits. */
  public enum Inherited {
    ALL,
    NONE
  }

  public EnvironmentRules {
    copied = List.copyOf(copied);
    assigned = Map.copyOf(assigned);
  }

  public Map<String, String> apply(Map<String, String> host) {
    Map<String, String> result = new TreeMap<>();
    if (inherited == Inherited.ALL) {
      result.putAll(host);
    }
    for (String name : copied) {
      String value = host.get(name);
      if (value != null) {
        result.put(name, value);
      }
    }
    result.putAll(assigned);
    return result;
  }
}
