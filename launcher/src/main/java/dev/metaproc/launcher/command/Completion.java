package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.session.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell may put in the place of the last word of a line. The scripts ask {@code metaproc
 * __complete WORD…}, so they know the programs of the host and never go out of date.
 */
public final class Completion {
  /** The hidden command. */
  public static final String COMMAND = "__complete";

  private static final List<String> OTHERS =
      List.of("mpiexec", "mpjrun", "rewrite", "java", "java-home", "completion");

  private Completion() {}

  /**
   * The words that fit; none where file names would.
   *
   * @param words after {@code metaproc}, the last of them unfinished
   * @param programs the names of the host's; empty without a host
   */
  public static List<String> of(List<String> words, List<String> programs) {
    List<String> line =
        words.size() > 2 && words.getFirst().equals("--host")
            ? words.subList(2, words.size())
            : words;
    String last = line.isEmpty() ? "" : line.getLast();
    return candidates(line, last, programs).stream()
        .filter(each -> each.startsWith(last))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> candidates(List<String> line, String last, List<String> programs) {
    if (line.size() <= 1) {
      return Stream.concat(CommandTable.names().stream(), OTHERS.stream()).toList();
    }
    String name = line.getFirst();
    if (name.equals("completion")) {
      return List.of("bash", "fish", "zsh");
    }
    CommandTable.Row row = CommandTable.find(name);
    if (row == null) {
      return List.of();
    }
    CommandSpec spec = new CommandLine(row.command().get()).getCommandSpec();
    OptionSpec open = spec.findOption(line.get(line.size() - 2));
    if (open != null && open.arity().min() > 0) {
      return values(open);
    }
    if (last.startsWith("-")) {
      return spec.options().stream().flatMap(each -> Arrays.stream(each.names())).toList();
    }
    return name.equals("host")
        ? List.of("start", "stop", "status", "list")
        : targets(spec, programs);
  }

  private static List<String> values(OptionSpec option) {
    String label = option.paramLabel();
    if (label.equals("SIGNAL")) {
      return Arrays.stream(Signal.values()).map(Enum::name).toList();
    }
    return label.matches("[a-z]+(\\|[a-z]+)+") ? List.of(label.split("\\|")) : List.of();
  }

  private static List<String> targets(CommandSpec spec, List<String> programs) {
    boolean takesNames =
        spec.positionalParameters().stream().map(ArgSpec::paramLabel).anyMatch("NAME"::equals);
    return takesNames ? programs : List.of();
  }

  /**
   * The script for a shell.
   *
   * @throws LaunchException for a shell there is none for
   */
  public static String script(List<String> words) {
    String shell = words.size() == 1 ? words.getFirst() : "";
    return switch (shell) {
      case "bash" -> BASH;
      case "zsh" -> ZSH;
      case "fish" -> FISH;
      default -> {
        List<String> given = new ArrayList<>(words);
        throw LaunchException.usage(
            given.isEmpty()
                ? "completion needs the name of a shell: bash, zsh or fish"
                : "completion "
                    + String.join(" ", given)
                    + ": the shell must be bash, zsh or fish");
      }
    };
  }

  private static final String BASH =
      """
      # eval "$(metaproc completion bash)"
      _metaproc() {
        local IFS=$'\\n'
        COMPREPLY=($(metaproc __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null))
      }
      complete -o default -F _metaproc metaproc
      """;

  private static final String ZSH =
      """
      #compdef metaproc
      # eval "$(metaproc completion zsh)"
      _metaproc() {
        local -a found
        found=("${(@f)$(metaproc __complete "${(@)words[2,CURRENT]}" 2> /dev/null)}")
        if [[ -n "${found[1]}" ]]; then
          compadd -a found
        else
          _files
        fi
      }
      compdef _metaproc metaproc
      """;

  private static final String FISH =
      """
      # metaproc completion fish | source
      function __metaproc_complete
        set -l words (commandline -opc) (commandline -ct)
        metaproc __complete $words[2..-1] 2> /dev/null
      end
      complete -c metaproc -a '(__metaproc_complete)'
      """;
}
