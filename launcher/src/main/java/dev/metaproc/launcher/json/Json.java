package dev.metaproc.launcher.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records to one line of JSON and back; times and durations in ISO 8601, absent fields left out.
 */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapter(Instant.class, new Text<>(Instant::parse))
          .registerTypeAdapter(Duration.class, new Text<>(Duration::parse))
          .create();

  private Json() {}

  /** One line, without its end. */
  public static String line(Object value) {
    return GSON.toJson(value);
  }

  /**
   * Reads a record; fields it does not know are passed over, those missing are null.
   *
   * @throws com.google.gson.JsonParseException when it is no JSON or has other types
   */
  public static <T> @Nullable T read(String text, Class<T> type) {
    return GSON.fromJson(text, type);
  }

  /** What is written as text. */
  private static final class Text<T> extends TypeAdapter<T> {
    private final Function<String, T> parse;

    Text(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public void write(JsonWriter out, @Nullable T value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        out.value(value.toString());
      }
    }

    @Override
    public @Nullable T read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      return parse.apply(in.nextString());
    }
  }
}
