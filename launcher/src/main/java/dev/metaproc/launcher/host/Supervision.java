package dev.metaproc.launcher.host;

import java.io.UncheckedIOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the programs of one host have in common.
 *
 * @param timer only hands work on; nothing on it may wait
 * @param messages told what an operator should know
 * @param allocators says who has allocated most
 * @param forget takes a program off the list that has ended and keeps nothing
 */
record Supervision(
    ProgramStarter starter,
    Events events,
    RecordStore records,
    ScheduledExecutorService timer,
    Consumer<String> messages,
    Supplier<String> allocators,
    Consumer<HostedProgram> forget) {
  /** A disk that takes no record does not stop the program. */
  void save(RecordStore.Stored record) {
    try {
      records.save(record);
    } catch (UncheckedIOException e) {
      messages.accept("program " + record.spec().name() + " is not recorded: " + e.getMessage());
    }
  }
}
