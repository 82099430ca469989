package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.javaline.EnvironmentOptions;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code java}: runs the program in the host where one program of a shared JVM can be what the line
 * asks for, and otherwise in a JVM of its own, which then also says what is wrong with a wrong
 * line.
 */
final class JavaCommand {
  /** Said first of all words, or in the environment: no option is passed over. */
  private static final String STRICT = "--strict";

  private static final String STRICT_VARIABLE = "METAPROC_JAVA_STRICT";

  private final Context context;
  private final Set<String> reported;

  /**
   * A command.
   *
   * @param reported options that were told to have no effect; each is told once a host
   */
  JavaCommand(Context context, Set<String> reported) {
    this.context = context;
    this.reported = reported;
  }

  int run(List<String> words) throws InterruptedException, IOException {
    Session session = context.session();
    boolean isStrict =
        !context.variable(STRICT_VARIABLE).isEmpty()
            || (!words.isEmpty() && words.getFirst().equals(STRICT));
    List<String> given =
        !words.isEmpty() && words.getFirst().equals(STRICT)
            ? words.subList(1, words.size())
            : words;
    EnvironmentOptions picked = EnvironmentOptions.of(session.environment(), session.directory());
    JavaLine line;
    List<String> all;
    try {
      all = picked.around(given);
      line = JavaLineParser.parse(all, session.directory(), "java");
    } catch (LaunchException e) {
      return new ChildJvm(session).run(given);
    }
    List<String> ignored = line.options().ignored();
    if (isStrict ? !ignored.isEmpty() : VmOptions.needOwnJvm(ignored)) {
      return new ChildJvm(session).run(given);
    }
    picked.tell(context.err()::println);
    if (ignored.contains("--show-version")) {
      new ChildJvm(session).version("--version");
    } else if (ignored.contains("-showversion")) {
      new ChildJvm(session).version("-version");
    }
    boolean isShown = ignored.contains("--show-version") || ignored.contains("-showversion");
    ModuleWarnings.of(line.options()).forEach(context.err()::println);
    ignored.forEach(this::report);
    return hosted(line, isShown ? withoutVersion(all) : all);
  }

  /** What could not be started has not run: the real {@code java} may try, and say what it says. */
  private int hosted(JavaLine line, List<String> all) throws InterruptedException, IOException {
    Session session = context.session();
    Map<String, String> environment = new HashMap<>(session.environment());
    ClientVariables.remove(environment);
    String name = context.host().freeName(ProgramNames.of(line));
    ProgramSpec spec =
        ProgramSpec.of(name, all, session.directory().toString(), environment).ofJavaCommand();
    HostedProgram program = context.host().create(spec);
    try {
      int code = new ForegroundRun(context).run(program, false);
      return program.needsOwnJvm() ? inOwnJvm(all) : code;
    } catch (LaunchException e) {
      return e.kind() == LaunchException.Kind.HOST ? failed(e) : inOwnJvm(all);
    }
  }

  private int inOwnJvm(List<String> all) throws InterruptedException, IOException {
    return new ChildJvm(context.session()).runTold(all);
  }

  /** It is shown already, and not to be shown again by a JVM of the program's own. */
  private static List<String> withoutVersion(List<String> all) {
    List<String> words = new ArrayList<>(all);
    if (!words.remove("--show-version")) {
      words.remove("-showversion");
    }
    return words;
  }

  private int failed(LaunchException e) {
    context.say(String.valueOf(e.getMessage()));
    return ExitCodes.of(e);
  }

  private void report(String option) {
    if (!option.endsWith("-version") && !option.equals("-showversion") && reported.add(option)) {
      context.say(
          "java option '"
              + option
              + "' has no effect on one program of a shared JVM (java --strict runs it in a JVM of"
              + " its own; said once)");
    }
  }
}
