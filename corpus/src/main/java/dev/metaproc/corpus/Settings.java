package dev.metaproc.corpus;

import dev.metaproc.isolation.Isolation;
import java.nio.file.Path;

/**
 * What all runs of one command have in common.
 *
 * @param repository the local Maven repository that holds the programs' jars
 * @param work where the workplaces are made
 * @param keep whether workplaces stay when their case has passed; failed ones always stay
 * @param record whether what a run does becomes what is expected
 * @param patience factor on the time each case is given
 * @param isolation how programs in a host are kept apart
 * @param javaHome of the JDK that runs the client programs, and that programs are told of
 */
record Settings(
    Path repository,
    Path work,
    boolean keep,
    boolean record,
    int patience,
    Isolation isolation,
    String javaHome) {
  private static final String DEFAULT_SECONDS = "120";

  /** Seconds a run of the case may take. */
  long timeout(CorpusCase source) {
    return Long.parseLong(source.get("timeout", DEFAULT_SECONDS)) * patience;
  }
}
