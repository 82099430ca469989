package dev.metaproc.debug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loaded into a JVM that runs a job, by whoever asks for its stacks: a job listens nowhere, and so
 * costs nothing until then.
 */
public final class StacksAgent {
  private StacksAgent() {}

  /** Writes the merged stacks into a file that is there already. */
  public static void agentmain(String file) throws IOException {
    Files.writeString(Path.of(file), Rendezvous.HERE.mergedStacks());
  }
}
