package dev.metaproc.launcher.javaline;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.exit.LaunchException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words after {@code java}: options up to the program, then the program's own arguments,
 * which are not looked at. One parser reads one line.
 */
public final class JavaLineParser {
  /** What the {@code java} command keeps for itself: the JVM does not hear of it. */
  private static final Set<JavaOption> OF_THE_LAUNCHER =
      EnumSet.of(JavaOption.CLASS_PATH, JavaOption.OF_THE_LAUNCHER, JavaOption.SHOW_VERSION);

  /** What the launcher makes of {@code -cp}; written by a user it is the same. */
  static final String CLASS_PATH_PROPERTY = "java.class.path=";

  private final Path directory;
  private final String command;
  private final Deque<String> words;

  private @Nullable String classPath;
  private @Nullable String modulePath;
  private final List<String> addModules = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<AssertionSwitch> assertions = new ArrayList<>();
  private long stackSize;
  private final List<String> addOpens = new ArrayList<>();
  private final List<String> addExports = new ArrayList<>();
  private final List<JavaOptions.Agent> agents = new ArrayList<>();
  private @Nullable DebugOptions debugger;
  private final List<String> ignored = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final List<String> given = new ArrayList<>();

  private JavaLineParser(List<String> words, Path directory, String command) {
    this.words = new ArrayDeque<>(words);
    this.directory = directory;
    this.command = command;
  }

  /**
   * Reads one line.
   *
   * @param words everything after the word {@code java}
   * @param directory what the paths of argument files are relative to
   * @param command whose line it is, for messages
   * @throws LaunchException when an option is refused, or no program is named
   */
  public static JavaLine parse(List<String> words, Path directory, String command) {
    return new JavaLineParser(words, directory, command).line();
  }

  /**
   * A line with more options after those it has, so that they win. Its argument files are replaced
   * by the words in them.
   *
   * @throws LaunchException as {@link #parse} does
   */
  static List<String> withOptions(List<String> words, List<String> options, Path directory) {
    JavaLineParser parser = new JavaLineParser(words, directory, "java");
    JavaLine line = parser.line();
    List<String> all = new ArrayList<>(parser.given);
    all.addAll(options);
    all.addAll(line.target().words());
    all.addAll(line.arguments());
    return all;
  }

  /** Whether these are what a JVM understands without its launcher. */
  static boolean areOptionsOfJvm(List<String> words, Path directory) {
    return areOptions(words, directory) && words.stream().allMatch(JavaLineParser::isOfJvm);
  }

  private static boolean isOfJvm(String word) {
    return JavaOption.find(word)
        .filter(option -> !OF_THE_LAUNCHER.contains(option) && !option.takesNextWord(word))
        .isPresent();
  }

  /** Whether these are options and nothing else, which is what a variable may have. */
  static boolean areOptions(List<String> words, Path directory) {
    JavaLineParser parser = new JavaLineParser(words, directory, "java");
    try {
      while (!parser.words.isEmpty()) {
        String word = parser.words.pop();
        if (!word.startsWith("-")) {
          return false;
        }
        parser.option(word);
      }
      return true;
    } catch (LaunchException e) {
      return false;
    }
  }

  /** Whether {@code java} has an option like this one. */
  public static boolean isOption(String token) {
    return token.startsWith("@") || JavaOption.find(token).isPresent();
  }

  /** The names that a mistyped option is compared with. */
  public static List<String> optionNames() {
    return Arrays.stream(JavaOption.values())
        .filter(option -> option.form() != JavaOption.Form.PREFIX)
        .flatMap(option -> option.names().stream())
        .toList();
  }

  private JavaLine line() {
    while (!words.isEmpty()) {
      String word = words.pop();
      if (word.startsWith("@") && word.length() > 1) {
        expand(word.substring(1));
      } else if (word.equals("-jar")) {
        return line(new Target.Jar(value(word, "a jar file")));
      } else if (JavaOption.find(word).orElse(null) == JavaOption.MODULE) {
        return line(module(word));
      } else if (word.startsWith("-")) {
        option(word);
      } else {
        return line(new Target.Word(word));
      }
    }
    throw LaunchException.usage(
        "no program given: name a main class, a jar, a directory or a source file (for example "
            + command
            + " java -cp app.jar Main)");
  }

  private JavaLine line(Target target) {
    requireModules();
    JavaOptions options =
        new JavaOptions(
            classPath,
            modulePath,
            addModules,
            properties,
            assertions,
            stackSize,
            addOpens,
            addExports,
            agents,
            debugger,
            ignored,
            written);
    return new JavaLine(options, target, List.copyOf(words));
  }

  private Target module(String word) {
    String value =
        JavaOption.MODULE.takesNextWord(word)
            ? value(word, "a module")
            : JavaOption.MODULE.attached(word);
    int slash = value.indexOf('/');
    written.add("-Djdk.module.main=" + (slash < 0 ? value : value.substring(0, slash)));
    return slash < 0
        ? new Target.Module(value, null)
        : new Target.Module(value.substring(0, slash), value.substring(slash + 1));
  }

  /** A second {@code @} stands for itself, as it does for {@code java}. */
  private void expand(String file) {
    if (file.startsWith("@")) {
      throw refused("@" + file, "a main class cannot start with '@'");
    }
    ArgumentFile.read(directory.resolve(file)).reversed().forEach(words::push);
  }

  private void option(String word) {
    JavaOption option =
        JavaOption.find(word)
            .orElseThrow(
                () ->
                    refused(
                        word,
                        command
                            + " does not know it (options of "
                            + command
                            + " go before 'java')"));
    String value = option.takesNextWord(word) ? value(word, "a value") : option.attached(word);
    apply(option, word, value);
    given.add(word);
    if (option.takesNextWord(word)) {
      given.add(value);
    }
    if (!OF_THE_LAUNCHER.contains(option) && !value.startsWith(CLASS_PATH_PROPERTY)) {
      written.add(option.written(value, word));
    }
  }

  private void apply(JavaOption option, String word, String value) {
    switch (option) {
      case CLASS_PATH -> classPath = value;
      case PROPERTY -> property(value);
      case ENABLE_ASSERTIONS -> assertions.add(AssertionSwitch.parse(true, value));
      case DISABLE_ASSERTIONS -> assertions.add(AssertionSwitch.parse(false, value));
      case ENABLE_SYSTEM_ASSERTIONS -> assertions.add(system(true));
      case DISABLE_SYSTEM_ASSERTIONS -> assertions.add(system(false));
      case STACK_SIZE -> stackSize = MemorySize.parse("-Xss", value);
      case ADD_OPENS -> addOpens.add(modulePackage(word, value));
      case ADD_EXPORTS -> addExports.add(modulePackage(word, value));
      case MODULE_PATH -> modulePath = value;
      case ADD_MODULES -> addModules.addAll(List.of(value.split(",", -1)));
      case OF_THE_LAUNCHER, GIVEN, NATIVE_ACCESS -> {}
      case HEAP_SIZE -> {
        long _ = MemorySize.parse(word.substring(0, word.length() - value.length()), value);
        ignored.add(word);
      }
      case SHOW_VERSION,
          IGNORED_WORD,
          IGNORED_TUNING,
          IGNORED_LOGGING,
          IGNORED_OUTPUT,
          IGNORED_MODULES,
          IGNORED_WARNINGS ->
          ignored.add(option.takesNextWord(word) ? word + " " + value : word);
      case PATCH_MODULE ->
          throw refused(
              word,
              "the modules of the JDK belong to every program of the JVM (bin/java gives it one of"
                  + " its own)");
      case DEBUGGER -> debugger = debugger(word, value);
      case JAVA_AGENT -> agents.add(JavaOptions.Agent.parse(value));
      case AGENT ->
          throw refused(
              word,
              "a native agent sees every program of the JVM (to load it all the same, set"
                  + " METAPROC_JVM_OPTIONS)");
      case BOOT_CLASS_PATH ->
          throw refused(word, "the boot class path belongs to every program (use -cp)");
      case PREVIEW ->
          throw refused(
              word, "it is a setting of the whole JVM (set METAPROC_JVM_OPTIONS=--enable-preview)");
      case JAR, MODULE -> throw refused(word, "it ends the options");
    }
  }

  private static DebugOptions debugger(String word, String value) {
    try {
      return DebugOptions.parse(value);
    } catch (IllegalArgumentException e) {
      throw refused(word, String.valueOf(e.getMessage()));
    }
  }

  private void property(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      properties.put(text, "");
    } else if (text.startsWith(CLASS_PATH_PROPERTY)) {
      classPath = text.substring(CLASS_PATH_PROPERTY.length());
    } else {
      properties.put(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  private static AssertionSwitch system(boolean enabled) {
    return new AssertionSwitch(enabled, AssertionSwitch.Scope.SYSTEM, "");
  }

  private static String modulePackage(String word, String value) {
    if (!value.matches("[^/=]+/[^/=]+(=[^/=]+)?")) {
      throw refused(word, "'" + value + "' must be module/package=ALL-UNNAMED");
    }
    return value.replaceFirst("=ALL-UNNAMED$", "");
  }

  /** Those of the JDK are there or not; the others are found on the module path. */
  private void requireModules() {
    for (String module : List.copyOf(addModules)) {
      boolean isOfJdk =
          module.equals("ALL-SYSTEM")
              || module.equals("ALL-DEFAULT")
              || ModuleLayer.boot().findModule(module).isPresent();
      if (isOfJdk) {
        addModules.remove(module);
        ignored.add("--add-modules " + module);
      } else if (modulePath == null && !module.equals("ALL-MODULE-PATH")) {
        throw refused(
            "--add-modules",
            "this JVM was started without module "
                + module
                + " (set METAPROC_JVM_OPTIONS=--add-modules="
                + module
                + ")");
      }
    }
  }

  private String value(String option, String what) {
    if (words.isEmpty()) {
      throw LaunchException.usage("java option '" + option + "' needs " + what + " after it");
    }
    return words.pop();
  }

  private static LaunchException refused(String option, String why) {
    return LaunchException.usage("java option '" + option + "' is refused: " + why);
  }
}
