package dev.metaproc.launcher.javaline;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code java} and what becomes of them in a JVM that runs several programs. One row
 * an option; {@link JavaLineParser} holds the few that need code.
 */
enum JavaOption {
  CLASS_PATH(Form.VALUE, "-cp", "-classpath", "--class-path"),
  JAR(Form.WORD, "-jar"),
  PROPERTY(Form.PREFIX, "-D"),
  ENABLE_ASSERTIONS(Form.COLON, "-ea", "-enableassertions"),
  DISABLE_ASSERTIONS(Form.COLON, "-da", "-disableassertions"),
  ENABLE_SYSTEM_ASSERTIONS(Form.WORD, "-esa", "-enablesystemassertions"),
  DISABLE_SYSTEM_ASSERTIONS(Form.WORD, "-dsa", "-disablesystemassertions"),
  STACK_SIZE(Form.PREFIX, "-Xss"),
  ADD_OPENS(Form.VALUE, "--add-opens"),
  ADD_EXPORTS(Form.VALUE, "--add-exports"),
  ADD_MODULES(Form.VALUE, "--add-modules"),

  /** Every JVM that hosts programs is like that. */
  OF_THE_LAUNCHER(Form.WORD, "-server", "-client"),
  GIVEN(Form.WORD, "-Xshare:auto"),
  NATIVE_ACCESS(Form.VALUE, "--enable-native-access"),
  SHOW_VERSION(Form.WORD, "-showversion", "--show-version"),
  IGNORED_WORD(Form.WORD, "-d64", "-Xdebug", "-Xnoagent"),
  HEAP_SIZE(Form.PREFIX, "-Xmx", "-Xms", "-Xmn"),
  IGNORED_TUNING(Form.PREFIX, "-Xm", "-XX:", "-Xshare", "-Xint", "-Xcomp", "-Xbatch", "-Xverify"),
  IGNORED_LOGGING(Form.PREFIX, "-Xlog", "-Xdiag", "-Xcheck", "-Xrs", "-Xnoclassgc", "-Xinternal"),
  IGNORED_OUTPUT(Form.COLON, "-verbose", "-splash"),
  IGNORED_MODULES(Form.VALUE, "--add-reads", "--limit-modules"),
  IGNORED_WARNINGS(Form.PREFIX, "--illegal-native-access=", "--sun-misc-unsafe-memory-access="),

  MODULE_PATH(Form.VALUE, "-p", "--module-path"),
  MODULE(Form.VALUE, "-m", "--module"),
  PATCH_MODULE(Form.VALUE, "--patch-module", "--upgrade-module-path"),
  DEBUGGER(Form.PREFIX, "-agentlib:jdwp=", "-Xrunjdwp:"),
  JAVA_AGENT(Form.PREFIX, "-javaagent:"),
  AGENT(Form.PREFIX, "-agentlib", "-agentpath", "-Xrun"),
  BOOT_CLASS_PATH(Form.PREFIX, "-Xbootclasspath"),
  PREVIEW(Form.WORD, "--enable-preview");

  /** How an option and its value are written. */
  enum Form {
    /** {@code -jar}: the word alone. */
    WORD,
    /** {@code -ea} or {@code -ea:value}. */
    COLON,
    /** {@code --add-opens value} or {@code --add-opens=value}. */
    VALUE,
    /** {@code -Dvalue}. */
    PREFIX
  }

  private final Form form;

  @SuppressWarnings("ImmutableEnumChecker") // it is List.of
  private final List<String> names;

  JavaOption(Form form, String... names) {
    this.form = form;
    this.names = List.of(names);
  }

  Form form() {
    return form;
  }

  List<String> names() {
    return names;
  }

  static Optional<JavaOption> find(String token) {
    return Arrays.stream(values()).filter(option -> option.matches(token)).findFirst();
  }

  /** The value written in the same word as the option; empty when there is none. */
  String attached(String token) {
    return names.stream()
        .filter(name -> matches(name, token))
        .findFirst()
        .map(name -> token.substring(Math.min(token.length(), name.length() + separator())))
        .orElse("");
  }

  /** As a JVM lists it among its arguments: {@code --module-path=mods} for {@code -p mods}. */
  String written(String value, String token) {
    return form == Form.VALUE ? names.getLast() + "=" + value : token;
  }

  /** Whether a value option has its value in the next word. */
  boolean takesNextWord(String token) {
    return form == Form.VALUE && names.contains(token);
  }

  private boolean matches(String token) {
    return names.stream().anyMatch(name -> matches(name, token));
  }

  private boolean matches(String name, String token) {
    return switch (form) {
      case WORD -> token.equals(name);
      case COLON -> token.equals(name) || token.startsWith(name + ":");
      case VALUE -> token.equals(name) || (name.startsWith("--") && token.startsWith(name + "="));
      case PREFIX -> token.startsWith(name);
    };
  }

  private int separator() {
    return form == Form.PREFIX ? 0 : 1;
  }
}
