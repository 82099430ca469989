package dev.metaproc.isolation.jdk;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code System.getenv}. */
public final class EnvironmentHooks {
  private EnvironmentHooks() {}

  public static Map<String, String> getenv(JdkState state) {
    return state.environment();
  }

  public static @Nullable String getenv(JdkState state, String name) {
    return state.environment().get(Objects.requireNonNull(name));
  }
}
