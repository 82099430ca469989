package dev.metaproc.launcher.javaline;

/**
 * One {@code -ea}, {@code -da}, {@code -esa} or {@code -dsa}, in the order given.
 *
 * @param scope what it is about
 * @param name the class, or the package without its {@code ...}; empty where the scope needs none
 */
public record AssertionSwitch(boolean enabled, Scope scope, String name) {
  /** What a switch is about. */
  public enum Scope {
    ALL,
    PACKAGE,
    CLASS,
    SYSTEM
  }

  /** What {@code java} has after the colon; empty for all classes. */
  public String target() {
    return scope == Scope.PACKAGE ? name + "..." : name;
  }

  static AssertionSwitch parse(boolean enabled, String target) {
    if (target.isEmpty()) {
      return new AssertionSwitch(enabled, Scope.ALL, "");
    }
    if (target.endsWith("...")) {
      return new AssertionSwitch(enabled, Scope.PACKAGE, target.substring(0, target.length() - 3));
    }
    return new AssertionSwitch(enabled, Scope.CLASS, target);
  }
}
