package dev.metaproc.isolation.jdk;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** System properties, and the methods of {@code java.lang} that read them. */
public final class PropertyHooks {
  private PropertyHooks() {}

  public static @Nullable String getProperty(JdkState state, String key) {
    return state.properties.getProperty(checked(key));
  }

  public static @Nullable String getProperty(
      JdkState state, String key, @Nullable String fallback) {
    String value = state.properties.getProperty(checked(key));
    return value == null ? fallback : value;
  }

  public static @Nullable String setProperty(JdkState state, String key, String value) {
    state.propertySet(checked(key));
    return (String) state.properties.setProperty(key, value);
  }

  public static @Nullable String clearProperty(JdkState state, String key) {
    return (String) state.properties.remove(checked(key));
  }

  public static Properties getProperties(JdkState state) {
    return state.properties;
  }

  /** Null asks for the properties the JVM began with, as {@link System#setProperties} says. */
  public static void setProperties(JdkState state, @Nullable Properties properties) {
    if (properties == null) {
      Properties initial = new Properties();
      initial.putAll(state.initialProperties);
      state.properties = initial;
    } else {
      state.properties = properties;
    }
  }

  public static boolean getBoolean(JdkState state, @Nullable String key) {
    return Boolean.parseBoolean(lenient(state, key));
  }

  public static @Nullable Integer getInteger(JdkState state, @Nullable String key) {
    return getInteger(state, key, null);
  }

  public static Integer getInteger(JdkState state, @Nullable String key, int fallback) {
    Integer value = getInteger(state, key, null);
    return value == null ? Integer.valueOf(fallback) : value;
  }

  public static @Nullable Integer getInteger(
      JdkState state, @Nullable String key, @Nullable Integer fallback) {
    String value = lenient(state, key);
    try {
      return value == null ? fallback : Integer.decode(value);
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  public static @Nullable Long getLong(JdkState state, @Nullable String key) {
    return getLong(state, key, null);
  }

  public static Long getLong(JdkState state, @Nullable String key, long fallback) {
    Long value = getLong(state, key, null);
    return value == null ? Long.valueOf(fallback) : value;
  }

  public static @Nullable Long getLong(
      JdkState state, @Nullable String key, @Nullable Long fallback) {
    String value = lenient(state, key);
    try {
      return value == null ? fallback : Long.decode(value);
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  private static @Nullable String lenient(JdkState state, @Nullable String key) {
    return key == null || key.isEmpty() ? null : state.properties.getProperty(key);
  }

  private static String checked(String key) {
    if (key == null) {
      throw new NullPointerException("key can't be null");
    }
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key can't be empty");
    }
    return key;
  }
}
