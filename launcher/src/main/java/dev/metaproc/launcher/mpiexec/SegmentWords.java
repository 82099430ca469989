package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.words.Nearest;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One segment cut in two: the options of mpiexec, and the words from the program on. */
record SegmentWords(SegmentArgs args, List<String> ignored, List<String> program) {
  SegmentWords {
    ignored = List.copyOf(ignored);
    program = List.copyOf(program);
  }

  static SegmentWords parse(List<String> words, SegmentArgs args) {
    ParseResult result =
        parse(args.commandLine(), words.stream().map(SegmentWords::withValue).toList());
    List<String> rest = words.subList(words.size() - result.unmatched().size(), words.size());
    if (!rest.isEmpty() && rest.getFirst().startsWith("-") && !isJavaOption(rest.getFirst())) {
      throw unknown(rest.getFirst(), args);
    }
    return new SegmentWords(args, IgnoredOptions.given(result), rest);
  }

  /** The value of this one option may be left out, and never is the next word. */
  private static String withValue(String word) {
    return word.matches("--?(debug|tv)") ? word + "=" + DebugChoice.ALL : word;
  }

  private static boolean isJavaOption(String word) {
    return JavaLineParser.isOption(word);
  }

  private static ParseResult parse(CommandLine line, List<String> words) {
    try {
      return line.parseArgs(words.toArray(String[]::new));
    } catch (MissingParameterException e) {
      throw missing(e);
    } catch (ParameterException e) {
      throw LaunchException.usage(e.getMessage() + " (mpiexec --help lists the options)");
    }
  }

  private static LaunchException missing(MissingParameterException e) {
    String option =
        e.getMissing().getFirst() instanceof CommandLine.Model.OptionSpec spec
            ? spec.names()[0] + " " + spec.paramLabel()
            : e.getMissing().getFirst().paramLabel();
    return LaunchException.usage(
        "the value of " + option + " is missing: write it after the option");
  }

  private static LaunchException unknown(String word, SegmentArgs args) {
    List<String> names =
        Stream.concat(args.names().stream(), JavaLineParser.optionNames().stream()).toList();
    String name = word.replaceFirst("=.*", "");
    String meant = Nearest.of(name, names).map(near -> ": did you mean '" + near + "'?").orElse("");
    return LaunchException.usage(
        "unknown option '" + name + "'" + meant + " (mpiexec --help lists the options)");
  }
}
