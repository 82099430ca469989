package dev.metaproc.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * The assertion switches of one program, as {@code java -ea} and {@code -da} give them; the last
 * one that matches a class wins.
 */
public record AssertionOptions(List<Switch> switches) {
  /** No switch: assertions are off. */
  public static final AssertionOptions NONE = new AssertionOptions(List.of());

  public AssertionOptions {
    switches = List.copyOf(switches);
  }

  /**
   * One {@code -ea} or {@code -da}.
   *
   * @param enabled {@code -ea} rather than {@code -da}
   * @param scope what follows the colon: a class, a package ending in {@code ...}, or empty for all
   */
  public record Switch(boolean enabled, String scope) {}

  /** These switches and one more. */
  public AssertionOptions and(boolean enabled, String scope) {
    List<Switch> more = new ArrayList<>(switches);
    more.add(new Switch(enabled, scope));
    return new AssertionOptions(more);
  }

  void applyTo(ClassLoader loader) {
    loader.clearAssertionStatus();
    for (Switch each : switches) {
      String scope = each.scope();
      if (scope.isEmpty()) {
        loader.setDefaultAssertionStatus(each.enabled());
      } else if (scope.endsWith("...")) {
        String name = scope.substring(0, scope.length() - "...".length());
        loader.setPackageAssertionStatus(name.isEmpty() ? null : name, each.enabled());
      } else {
        loader.setClassAssertionStatus(scope, each.enabled());
      }
    }
  }
}
