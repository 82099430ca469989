package dev.metaproc.launcher.command;

import dev.metaproc.launcher.nailgun.Chunk;
import java.util.Map;

/** Variables that speak to the host and not to programs. */
final class ClientVariables {
  private ClientVariables() {}

  /** Whether the client is our own, which is a JVM. */
  static boolean isJvm(Map<String, String> environment) {
    return environment.containsKey(Chunk.OWN_CLIENT);
  }

  static void remove(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("NAILGUN_") || name.equals(Chunk.OWN_CLIENT));
  }
}
