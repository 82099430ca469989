package dev.metaproc.launcher.command;

import dev.metaproc.launcher.words.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment as docker reads it: a length of time before now, a date, a date and a time, with or
 * without a zone, or seconds since 1970. A number without a unit is the last.
 */
final class SinceConverter implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return moment(text).orElseThrow(() -> wrong(text));
    } catch (DateTimeException e) {
      throw wrong(text);
    }
  }

  private static Optional<Instant> moment(String text) {
    ZoneId here = ZoneId.systemDefault();
    if (text.matches("\\d{1,11}")) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
      return Optional.of(LocalDate.parse(text).atStartOfDay(here).toInstant());
    }
    if (text.matches("\\d{4}-.*T.*(Z|[+-]\\d\\d:\\d\\d)")) {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    }
    if (text.matches("\\d{4}-.*T.*")) {
      return Optional.of(LocalDateTime.parse(text).atZone(here).toInstant());
    }
    return Durations.parse(text).map(Instant.now()::minus);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no time (write 10m, 2026-01-31, 2026-01-31T12:00:00Z or 1769860800)");
  }
}
