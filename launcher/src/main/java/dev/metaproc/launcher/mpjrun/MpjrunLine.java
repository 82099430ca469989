package dev.metaproc.launcher.mpjrun;

import dev.metaproc.launcher.exit.LaunchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the words behind {@code mpjrun.sh}: options of the launcher and of java in any order, then
 * the program and its arguments.
 *
 * {@snippet :
 * mpjrun.sh [-np N] [-dev D] [-wdir DIR] [java options] [-cp PATH] Main|-jar FILE [arguments]
 * }
 */
public final class MpjrunLine {
  /** With a value, and meaning something here. */
  private static final Set<String> KEPT = Set.of("-np", "-wdir");

  /** With a value, and about clusters: read and ignored. */
  private static final Set<String> IGNORED =
      Set.of(
          "-dev",
          "-dport",
          "-mpjport",
          "-mxboardnum",
          "-psl",
          "-headnodeip",
          "-machinesfile",
          "-debug");

  private static final Set<String> FLAGS = Set.of("-src", "-profile");

  /** Of java, with a value. */
  private static final Set<String> JAVA_WITH_VALUE =
      Set.of("-cp", "-classpath", "--class-path", "-jar", "--add-opens", "--add-exports");

  private MpjrunLine() {}

  /**
   * The same in the words of mpiexec.
   *
   * @param processors ranks when no number is given, as MPJ Express has it
   * @throws LaunchException when an option lacks its value
   */
  public static List<String> toMpiexec(List<String> words, int processors) {
    List<String> launcher = new ArrayList<>();
    List<String> java = new ArrayList<>(List.of("java"));
    int at = 0;
    boolean hasProgram = false;
    while (at < words.size() && !hasProgram) {
      String word = words.get(at);
      if (word.equals("-h") || word.equals("-help") || word.equals("--help")) {
        return List.of("--help");
      }
      if (!word.startsWith("-")) {
        break;
      }
      if (KEPT.contains(word)) {
        launcher.add(word);
        launcher.add(value(words, at));
        at += 2;
      } else if (IGNORED.contains(word)) {
        value(words, at);
        at += 2;
      } else if (FLAGS.contains(word)) {
        at++;
      } else if (JAVA_WITH_VALUE.contains(word)) {
        java.add(word);
        java.add(value(words, at));
        hasProgram = word.equals("-jar");
        at += 2;
      } else {
        java.add(word);
        at++;
      }
    }
    if (!launcher.contains("-np")) {
      launcher.addAll(List.of("-np", String.valueOf(processors)));
    }
    launcher.add("--mpj-args=on");
    launcher.addAll(java);
    launcher.addAll(words.subList(at, words.size()));
    return launcher;
  }

  private static String value(List<String> words, int at) {
    if (at + 1 >= words.size()) {
      throw LaunchException.usage(
          words.get(at) + ": needs a value (mpjrun.sh -np 2 -cp app.jar Main)");
    }
    return words.get(at + 1);
  }
}
