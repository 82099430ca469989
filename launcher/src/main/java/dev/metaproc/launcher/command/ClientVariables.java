package dev.metaproc.launcher.command;

import java.util.Map;

/** Variables that speak to the host and not to programs. */
final class ClientVariables {
  private ClientVariables() {}

  static void remove(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("NAILGUN_") || name.equals("METAPROC_CLIENT"));
  }
}
