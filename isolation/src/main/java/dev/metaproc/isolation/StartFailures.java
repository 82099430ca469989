package dev.metaproc.isolation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JVM's linkage errors at the start of a program, as one line each. */
final class StartFailures {
  private static final Pattern VERSION = Pattern.compile("class file version (\\d+)\\.(\\d+)");
  private static final int FIRST_MAJOR = 44;
  private static final int PREVIEW = 65535;

  private StartFailures() {}

  static String version(String className, UnsupportedClassVersionError error) {
    Matcher matcher = VERSION.matcher(String.valueOf(error.getMessage()));
    int running = Runtime.version().feature();
    if (!matcher.find()) {
      return "class " + className + " has a version this JVM cannot run: " + error.getMessage();
    }
    int release = Integer.parseInt(matcher.group(1)) - FIRST_MAJOR;
    if (Integer.parseInt(matcher.group(2)) == PREVIEW) {
      return "class "
          + className
          + " uses preview features of Java "
          + release
          + ": add --enable-preview to METAPROC_JVM_OPTIONS";
    }
    return "class "
        + className
        + " was compiled for Java "
        + release
        + ", this JVM is Java "
        + running
        + ": compile it with --release "
        + running
        + " or run a newer JDK";
  }

  static String linkage(String className, LinkageError error) {
    String message = error.getMessage();
    if (error instanceof NoClassDefFoundError) {
      String missing = String.valueOf(message).replace('/', '.');
      return missing.contains("wrong name")
          ? "class " + className + " is not where its name says: " + missing
          : "class " + className + " needs " + missing + ", which is not on the class path";
    }
    return "class " + className + " cannot be loaded: " + message;
  }
}
