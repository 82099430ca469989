package dev.metaproc.launcher.command;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Which options for a whole JVM cannot be passed over with a word. */
final class VmOptions {
  private static final String ADVANCED = "-XX:";

  private VmOptions() {}

  /** Those that change what a program finds, or that a JVM would refuse. */
  static boolean needOwnJvm(List<String> options) {
    return options.stream().anyMatch(option -> option.startsWith("--limit-modules"))
        || (!options.contains(ADVANCED + "+IgnoreUnrecognizedVMOptions")
            && options.stream()
                .filter(option -> option.startsWith(ADVANCED))
                .anyMatch(option -> !isKnown(option)));
  }

  /** {@code -XX:+Name}, {@code -XX:-Name} or {@code -XX:Name=value}. */
  private static boolean isKnown(String option) {
    String name = option.substring(ADVANCED.length()).replaceFirst("^[+-]|=.*$", "");
    if (name.startsWith("Flags=") || name.startsWith("VMOptionsFile")) {
      return false; // a file of more of them
    }
    try {
      var _ =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name.replaceFirst("=.*$", ""));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
