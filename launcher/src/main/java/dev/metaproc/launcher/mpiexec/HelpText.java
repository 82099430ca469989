package dev.metaproc.launcher.mpiexec;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The text of {@code mpiexec --help}, written from the options themselves. */
final class HelpText {
  private static final int COLUMN = 33;
  private static final int WIDTH = 80;

  private static final String HEAD =
      """
      Usage: mpiexec [options] [java [java options]] PROGRAM [arguments]
                     [: another segment]...
             mpiexec [options] -configfile FILE

      Runs a Java program as several MPI ranks, all in this one JVM.

        mpiexec -n 4 java -cp app.jar Main args   the line other MPIs understand
        mpiexec -n 4 app.jar args                 PROGRAM may be a jar,
        mpiexec -n 4 classes/                     a directory of classes or sources,
        mpiexec -n 4 Pi.java                      a source file,
        mpiexec -n 4 -cp classes Main             or a main class
        mpiexec -n 1 Master : -n 3 Worker         several programs, in this order
      """;

  private static final String TAIL =
      """

      Java options of a program
        -cp, -classpath, --class-path PATH   default: CLASSPATH, or .
        -jar FILE, @FILE, -Dname=value       as java has them
        -ea, -da[:package...|:class], -esa, -dsa
        -XssSIZE                             stack of the main thread
        --add-opens, --add-exports MODULE/PACKAGE=ALL-UNNAMED
        Heap sizes, -XX: and the like belong to the one JVM and are ignored:
        set METAPROC_JVM_OPTIONS. Module paths and agents are refused,
        but -agentlib:jdwp=... and -Xrunjdwp:... let a debugger attach.

      Exit codes
        0 all ranks ended with 0; else the code of the first rank that did not,
        or the code given to Abort; 1 uncaught exception; 2 wrong command line;
        123 deadlock; 124 time is up; 125 mpiexec failed; 126 program cannot be run;
        127 no such program; 130 Ctrl-C; 143 terminated

      Accepted and ignored, because all ranks run on this machine
      """;

  private HelpText() {}

  static String of(SegmentArgs args) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Map.Entry<String, CommandSpec> group : args.groups().entrySet()) {
      text.append('\n').append(group.getKey()).append('\n');
      group.getValue().options().forEach(option -> append(text, option));
    }
    return text.append(TAIL).append(wrapped(IgnoredOptions.names(), 2)).toString();
  }

  private static void append(StringBuilder text, OptionSpec option) {
    String names = "  " + String.join(", ", shownNames(option)) + label(option);
    text.append(names);
    int used = names.length();
    if (used >= COLUMN) {
      text.append('\n');
      used = 0;
    }
    text.append(" ".repeat(COLUMN - used));
    String description = String.join(" ", option.description()).replace("%%", "%");
    text.append(wrapped(description, COLUMN).substring(COLUMN));
  }

  /** The same name with the other number of dashes is understood, and not shown. */
  private static Set<String> shownNames(OptionSpec option) {
    Set<String> words = new LinkedHashSet<>();
    Set<String> shown = new LinkedHashSet<>();
    for (String name : option.names()) {
      if (words.add(name.replaceFirst("^-+", ""))) {
        shown.add(name);
      }
    }
    return shown;
  }

  private static String label(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    // a value that may be left out is written into the same word
    return option.paramLabel().startsWith("[") ? option.paramLabel() : " " + option.paramLabel();
  }

  private static String wrapped(String words, int indent) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(" ".repeat(indent - 1));
    for (String word : words.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(indent - 1);
      }
      line.append(' ').append(word);
    }
    return text.append(line).append('\n').toString();
  }
}
