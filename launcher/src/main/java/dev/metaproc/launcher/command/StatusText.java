package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.ProgramStatus;
import dev.metaproc.launcher.words.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A program's state in docker's words: {@code Up 3 minutes}, {@code Exited (1) 5 seconds ago}. */
final class StatusText {
  private StatusText() {}

  static String of(ProgramStatus status) {
    String text =
        switch (status.state()) {
          case CREATED -> "Created";
          case RUNNING ->
              "Up "
                  + since(status.started())
                  + (status.suspended() ? " (Paused)" : status.ready() ? "" : " (starting)");
          case STOPPING -> "Stopping";
          case BACKOFF ->
              "Restarting (" + status.exitCode() + ") " + since(status.ended()) + " ago";
          case EXITED -> "Exited (" + status.exitCode() + ") " + since(status.ended()) + " ago";
          case FATAL -> "Failed (" + status.exitCode() + ") " + since(status.ended()) + " ago";
        };
    return status.reason().isEmpty() ? text : text + ", " + status.reason();
  }

  private static String since(@Nullable Instant then) {
    return Durations.roughly(then == null ? Duration.ZERO : Duration.between(then, Instant.now()));
  }
}
