package dev.metaproc.launcher.command;

import dev.metaproc.launcher.nailgun.Chunk;
import java.util.Map;

/** Variables that speak to the host and not to programs. */
final class ClientVariables {
  private ClientVariables() {}

  static void remove(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("NAILGUN_") || name.equals(Chunk.OWN_CLIENT));
  }
}
