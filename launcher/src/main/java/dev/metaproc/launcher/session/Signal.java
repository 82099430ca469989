package dev.metaproc.launcher.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The signals a program can be sent, with Linux's numbers. */
public enum Signal {
  HUP(1),
  INT(2),
  QUIT(3),
  KILL(9),
  USR1(10),
  USR2(12),
  TERM(15),
  CONT(18),
  STOP(19);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Reads {@code TERM}, {@code SIGTERM}, {@code sigterm} or {@code 15}. */
  public static Optional<Signal> of(String text) {
    String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    return Arrays.stream(values())
        .filter(signal -> signal.name().equals(name) || text.equals("" + signal.number))
        .findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
