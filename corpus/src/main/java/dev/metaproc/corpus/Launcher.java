package dev.metaproc.corpus;

import dev.metaproc.isolation.ProgramException;
import java.io.IOException;

/** Starts the program of a case; its streams go to files of the workplace. */
interface Launcher {
  /** File names of the streams in a workplace. */
  String OUT = "stdout";

  String ERR = "stderr";

  /**
   * The running program. A server's standard input is left open and belongs to the caller.
   *
   * @throws ProgramException if it cannot be started
   * @throws CorpusException if the case asks for what this launcher does not do
   */
  Process start(Workplace place) throws ProgramException, IOException;

  /** How the program runs, where that is worth a word; else empty. */
  default String note(Process program) {
    return "";
  }

  /** What the threads of a program that hangs are doing. */
  default String describe(Process program) {
    return "";
  }
}
