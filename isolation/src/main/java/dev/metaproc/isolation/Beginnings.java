package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.rewriter.JdkClass;
import dev.metaproc.rewriter.JdkNeeds;
import dev.metaproc.rewriter.JdkSlots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;

/**
 * What a JVM would make of its command line before the main class is loaded: the default locale and
 * time zone, and the changes of the JDK that a program needs from the beginning.
 */
final class Beginnings {
  private static final String TIME_ZONE = "user.timezone";
  private static final String ZONES = "zoneinfo/";

  /** The JVM's, which the operating system takes relative names from. */
  private static final Path DIRECTORY = Path.of("").toAbsolutePath();

  private Beginnings() {}

  /**
   * @param culture properties by the variables of its environment
   */
  static void apply(
      ProgramBuilder from, Map<String, String> culture, ImageLoader loader, JdkState state) {
    Map<String, String> given = new HashMap<>(culture);
    given.putAll(from.properties);
    zoneOf(state.environment()).ifPresent(zone -> given.putIfAbsent(TIME_ZONE, zone));
    Set<JdkClass> needs = new HashSet<>();
    if (!state.directory().equals(DIRECTORY)) {
      needs.addAll(JdkNeeds.table().ofProperty("user.dir"));
    }
    given.keySet().forEach(key -> needs.addAll(JdkNeeds.table().ofProperty(key)));
    for (Map.Entry<String, Set<JdkClass>> each : JdkNeeds.table().resources().entrySet()) {
      if (loader.findResource(each.getKey()) != null) {
        needs.addAll(each.getValue());
      }
    }
    if (needs.isEmpty()) {
      return;
    }
    JdkChanges.require(needs);
    locales(given, state);
    timeZone(given, state);
  }

  /** The default zone by the variable {@code TZ} (tzset(3)), where that is not the host's own. */
  private static Optional<String> zoneOf(Map<String, String> environment) {
    String own = environment.getOrDefault("TZ", "");
    if (own.equals(System.getenv().getOrDefault("TZ", ""))) {
      return Optional.empty();
    }
    return Optional.of(own.isEmpty() ? zoneOfTheSystem() : own.replaceFirst("^:?(posix/)?", ""));
  }

  private static String zoneOfTheSystem() {
    try {
      String file = Path.of("/etc/localtime").toRealPath().toString();
      int name = file.indexOf(ZONES);
      return name < 0 ? "GMT" : file.substring(name + ZONES.length());
    } catch (IOException e) {
      return "GMT"; // there is none, and so the JVM says, too
    }
  }

  private static void locales(Map<String, String> given, JdkState state) {
    if (given.keySet().stream()
        .noneMatch(key -> key.matches("user[.](language|script|country|variant)(|[.].*)"))) {
      return;
    }
    Properties all = state.properties();
    write(state, "defaultLocale", locale(all, ""));
    write(state, "defaultDisplayLocale", locale(all, ".display"));
    write(state, "defaultFormatLocale", locale(all, ".format"));
  }

  private static Locale locale(Properties properties, String category) {
    return new Locale.Builder()
        .setLanguage(part(properties, "user.language", category))
        .setScript(part(properties, "user.script", category))
        .setRegion(part(properties, "user.country", category))
        .setVariant(part(properties, "user.variant", category))
        .build();
  }

  private static String part(Properties properties, String key, String category) {
    String general = properties.getProperty(key, "");
    return properties.getProperty(key + category, general);
  }

  private static void write(JdkState state, String field, Locale value) {
    state.slots().write(JdkSlots.of("java/util/Locale", field), value);
  }

  private static void timeZone(Map<String, String> given, JdkState state) {
    String id = given.get(TIME_ZONE);
    if (id != null && !id.isEmpty()) {
      int slot = JdkSlots.of("java/util/TimeZone", "defaultTimeZone");
      state.slots().write(slot, TimeZone.getTimeZone(id));
    }
  }
}
