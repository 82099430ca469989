package dev.metaproc.corpus;

import dev.metaproc.isolation.AssertionOptions;
import dev.metaproc.isolation.ProgramBuilder;
import java.nio.file.Path;
import java.util.List;

/**
 * The options a case gives {@code java}, as far as they are about the program; those about the JVM
 * (heap, collector, modules to resolve) are the host's and are passed over.
 */
final class JvmOptions {
  private static final String TO_ALL = "=ALL-UNNAMED";
  private static final String AGENT = "-javaagent:";

  private AssertionOptions assertions = AssertionOptions.NONE;

  private JvmOptions() {}

  static void apply(List<String> options, ProgramBuilder to) {
    JvmOptions state = new JvmOptions();
    options.forEach(option -> state.apply(option, to));
    to.assertions(state.assertions);
  }

  private void apply(String option, ProgramBuilder to) {
    int colon = option.indexOf(':');
    String name = colon < 0 ? option : option.substring(0, colon);
    String scope = colon < 0 ? "" : option.substring(colon + 1);
    if (option.startsWith("--add-opens=")) {
      to.addOpens(target(option));
    } else if (option.startsWith("--add-exports=")) {
      to.addExports(target(option));
    } else if (option.startsWith("-D")) {
      String[] pair = option.substring(2).split("=", 2);
      to.property(pair[0], pair.length > 1 ? pair[1] : "");
    } else if (option.startsWith(AGENT)) {
      String[] pair = option.substring(AGENT.length()).split("=", 2);
      to.agent(Path.of(pair[0]), pair.length > 1 ? pair[1] : null);
    } else if (option.startsWith("-Xss")) {
      to.stackSize(bytes(option.substring("-Xss".length())));
    } else if (name.equals("-ea") || name.equals("-enableassertions")) {
      assertions = assertions.and(true, scope);
    } else if (name.equals("-da") || name.equals("-disableassertions")) {
      assertions = assertions.and(false, scope);
    }
  }

  private static String target(String option) {
    String target = option.substring(option.indexOf('=') + 1);
    return target.endsWith(TO_ALL)
        ? target.substring(0, target.length() - TO_ALL.length())
        : target;
  }

  private static long bytes(String size) {
    int last = size.length() - 1;
    int shift = "kmg".indexOf(Character.toLowerCase(size.charAt(last))) * 10 + 10;
    boolean unit = shift > 0;
    return Long.parseLong(unit ? size.substring(0, last) : size) << (unit ? shift : 0);
  }
}
