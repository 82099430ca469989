package dev.metaproc.launcher.client;

import dev.metaproc.launcher.javaline.VariableWords;
import java.util.HashMap;
import java.util.Map;

/**
 * Variables that are for programs and that a JVM would take for itself: the scripts in bin/ hand
 * them to a client under other names.
 */
final class KeptVariables {
  private static final String KEPT = "METAPROC_KEPT_";

  private KeptVariables() {}

  /** The environment as the user has it. */
  static Map<String, String> restored(Map<String, String> environment) {
    Map<String, String> restored = new HashMap<>(environment);
    for (String name : VariableWords.NAMES) {
      String value = restored.remove(KEPT + name);
      if (value != null) {
        restored.put(name, value);
      }
    }
    return restored;
  }
}
