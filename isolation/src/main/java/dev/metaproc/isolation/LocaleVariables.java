package dev.metaproc.isolation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the variables {@code LANG}, {@code LC_*} and {@code LC_ALL} of a program's environment say
 * of its default locales and encodings, as setlocale(3) takes them: where one of the locales is not
 * installed, none of them counts. The C library is asked for locales without changing that of the
 * process.
 */
final class LocaleVariables {
  /** In the order of glibc's numbers; the seventh is that of {@code LC_ALL}. */
  private static final List<String> CATEGORIES =
      List.of(
          "LC_CTYPE",
          "LC_NUMERIC",
          "LC_TIME",
          "LC_COLLATE",
          "LC_MONETARY",
          "LC_MESSAGES",
          "LC_ALL",
          "LC_PAPER",
          "LC_NAME",
          "LC_ADDRESS",
          "LC_TELEPHONE",
          "LC_MEASUREMENT",
          "LC_IDENTIFICATION");

  private static final String ALL = "LC_ALL";
  private static final String LANG = "LANG";
  private static final String NONE = "C";
  private static final String FORMAT = ".format";

  /** glibc's number of the name of a locale's character set. */
  private static final int CODESET = 14;

  private static final List<String> ENCODINGS =
      List.of(
          "native.encoding",
          "sun.jnu.encoding",
          "stdin.encoding",
          "stdout.encoding",
          "stderr.encoding");

  /** Modifiers of locale names that are scripts to Java. */
  private static final Map<String, String> SCRIPTS =
      Map.of("latin", "Latn", "iqtelif", "Latn", "cyrillic", "Cyrl", "devanagari", "Deva");

  /** Languages by the codes that the JVM's start makes properties of. */
  private static final Map<String, String> LANGUAGES =
      Map.of("C", "en", "POSIX", "en", "he", "iw", "id", "in", "sh", "sr");

  /** The parts of a locale's name; absent ones are empty. */
  private record Name(String language, String country, String script) {
    static Name of(String text) {
      String named = text.equals(NONE) || text.equals("POSIX") ? "en_US" : text;
      String[] modified = named.split("@", 2);
      String[] parts = modified[0].split("[.]", 2)[0].split("_", 2);
      return new Name(
          LANGUAGES.getOrDefault(parts[0], parts[0]),
          parts.length < 2 ? "" : parts[1],
          modified.length < 2 ? "" : SCRIPTS.getOrDefault(modified[1], ""));
    }
  }

  private LocaleVariables() {}

  /**
   * The properties that a JVM with these variables would begin with otherwise than the host's has,
   * an empty text for one it would not have.
   *
   * @param options properties of the program's command line, which go first
   */
  static Map<String, String> properties(
      Map<String, String> environment, Map<String, String> options) {
    Map<String, String> given = names(environment);
    if (given.equals(names(System.getenv()))) {
      return Map.of();
    }
    Map<String, String> properties = properties(given);
    properties.keySet().removeIf(key -> isGiven(key, options));
    properties.entrySet().removeIf(each -> each.getValue().equals(ofHost(each.getKey())));
    return properties;
  }

  /** A language that is given is that for formats, too. */
  private static boolean isGiven(String key, Map<String, String> options) {
    return options.containsKey(key)
        || (key.endsWith(FORMAT) && options.containsKey(key.replace(FORMAT, "")));
  }

  private static String ofHost(String key) {
    return System.getProperty(key, "");
  }

  private static Map<String, String> properties(Map<String, String> given) {
    Optional<String> encoding = encoding(given);
    if (encoding.isEmpty()) {
      given.replaceAll((category, name) -> NONE);
      encoding = encoding(given);
    }
    Map<String, String> properties = new HashMap<>();
    encoding.ifPresent(charset -> ENCODINGS.forEach(key -> properties.put(key, charset)));
    Name display = Name.of(given.getOrDefault("LC_MESSAGES", NONE));
    Name format = Name.of(given.getOrDefault("LC_CTYPE", NONE));
    part(properties, "user.language", display.language, format.language);
    part(properties, "user.country", display.country, format.country);
    part(properties, "user.script", display.script, format.script);
    return properties;
  }

  private static void part(
      Map<String, String> properties, String key, String display, String format) {
    properties.put(key, display);
    properties.put(key + FORMAT, format.equals(display) ? "" : format);
  }

  /** The name of the locale of each category. */
  private static Map<String, String> names(Map<String, String> environment) {
    UnaryOperator<String> set = name -> environment.getOrDefault(name, "");
    String fallback = set.apply(LANG).isEmpty() ? NONE : set.apply(LANG);
    Map<String, String> names = new LinkedHashMap<>();
    for (String category : CATEGORIES) {
      String own = set.apply(ALL).isEmpty() ? set.apply(category) : set.apply(ALL);
      names.put(category, own.isEmpty() ? fallback : own);
    }
    names.remove(ALL);
    return names;
  }

  /** That of the category {@code LC_CTYPE}; none where a locale is not installed. */
  private static Optional<String> encoding(Map<String, String> names) {
    Library library = Library.FOUND;
    if (library == null) {
      return Optional.empty();
    }
    Map<String, Integer> categories = new LinkedHashMap<>();
    names.forEach(
        (category, name) ->
            categories.merge(name, 1 << CATEGORIES.indexOf(category), (a, b) -> a | b));
    String found = "";
    for (Map.Entry<String, Integer> each : categories.entrySet()) {
      Optional<String> encoding = library.encoding(each.getKey(), each.getValue());
      if (encoding.isEmpty()) {
        return Optional.empty();
      }
      if ((each.getValue() & 1) != 0) {
        found = encoding.get();
      }
    }
    return Optional.of(found);
  }

  /** The functions of the C library that work on locales of their own. */
  @SuppressWarnings("restricted") // the host has native access
  private record Library(MethodHandle make, MethodHandle ask, MethodHandle free) {
    /** Linked once, when the first program has variables of its own. */
    static final @Nullable Library FOUND = find();

    private static @Nullable Library find() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return null; // the numbers of the categories are glibc's
      }
      MethodHandle make = function("newlocale", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
      MethodHandle ask = function("nl_langinfo_l", ADDRESS, JAVA_INT, ADDRESS);
      MethodHandle free = function("freelocale", null, ADDRESS);
      return make == null || ask == null || free == null ? null : new Library(make, ask, free);
    }

    private static @Nullable MethodHandle function(
        String name, @Nullable MemoryLayout result, MemoryLayout... parameters) {
      Linker linker = Linker.nativeLinker();
      FunctionDescriptor descriptor =
          result == null
              ? FunctionDescriptor.ofVoid(parameters)
              : FunctionDescriptor.of(result, parameters);
      return linker
          .defaultLookup()
          .find(name)
          .map(address -> linker.downcallHandle(address, descriptor))
          .orElse(null);
    }

    /** Of the locale of that name, if it is installed for all these categories. */
    Optional<String> encoding(String name, int categories) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment locale =
            (MemorySegment)
                make.invokeExact(categories, arena.allocateFrom(name), MemorySegment.NULL);
        if (locale.equals(MemorySegment.NULL)) {
          return Optional.empty();
        }
        MemorySegment text = (MemorySegment) ask.invokeExact(CODESET, locale);
        String encoding = text.reinterpret(Integer.MAX_VALUE).getString(0);
        free.invokeExact(locale);
        return Optional.of(encoding.equals("EUC-JP") ? "EUC-JP-LINUX" : encoding); // as the JVM
      } catch (Throwable e) {
        throw new IllegalStateException("the C library cannot be asked for locale " + name, e);
      }
    }
  }
}
