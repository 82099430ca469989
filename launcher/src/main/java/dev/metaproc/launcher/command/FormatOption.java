package dev.metaproc.launcher.command;

import dev.metaproc.launcher.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --format}: a table for people, one JSON object a line for machines. */
final class FormatOption {
  /** The two. */
  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "table|json",
      defaultValue = "table",
      converter = Converter.class,
      description = "A table for people, or one JSON object a line. Default: table.")
  Format format = Format.TABLE;

  boolean isJson() {
    return format == Format.JSON;
  }

  static void json(PrintWriter out, List<?> values) {
    values.forEach(value -> out.println(Json.line(value)));
  }

  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      try {
        return Format.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is neither table nor json");
      }
    }
  }
}
