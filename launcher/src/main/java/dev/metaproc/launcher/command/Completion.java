package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.session.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell may put in the place of the last word of a line. The scripts ask {@code metaproc
 * __complete WORD…}, so they know the programs of the host and never go out of date.
 *
 * @param words that fit
 * @param areFiles whether names of files would, of which the shell knows more
 */
public record Completion(List<String> words, boolean areFiles) {
  /** The hidden command. */
  public static final String COMMAND = "__complete";

  private static final List<String> OTHERS =
      List.of("mpiexec", "mpjrun", "rewrite", "java", "java-home", "completion");

  /** What the hidden command exits with where the shell is to offer files. */
  public static final int FILES = 3;

  private static final Completion OF_FILES = new Completion(List.of(), true);

  /**
   * What fits.
   *
   * @param words after {@code metaproc}, the last of them unfinished
   * @param programs the names of the host's; empty without a host
   */
  public static Completion of(List<String> words, List<String> programs) {
    List<String> line =
        words.size() > 2 && words.getFirst().equals("--host")
            ? words.subList(2, words.size())
            : words;
    String last = line.isEmpty() ? "" : line.getLast();
    Completion all = candidates(line, last, programs);
    return new Completion(
        all.words.stream().filter(each -> each.startsWith(last)).distinct().sorted().toList(),
        all.areFiles);
  }

  private static Completion words(Stream<String> words) {
    return new Completion(words.toList(), false);
  }

  /** Tells the shell. */
  public int tell(Consumer<String> line) {
    words.forEach(line);
    return areFiles ? FILES : ExitCodes.SUCCESS;
  }

  private static Completion candidates(List<String> line, String last, List<String> programs) {
    if (line.size() <= 1) {
      return words(Stream.concat(CommandTable.names().stream(), OTHERS.stream()));
    }
    String name = line.getFirst();
    if (name.equals("completion")) {
      return words(Stream.of("bash", "fish", "zsh"));
    }
    CommandTable.Row row = CommandTable.find(name);
    if (row == null) {
      return OF_FILES;
    }
    CommandSpec spec = new CommandLine(row.command().get()).getCommandSpec();
    OptionSpec open = spec.findOption(line.get(line.size() - 2));
    if (open != null && open.arity().min() > 0) {
      return values(open);
    }
    if (last.startsWith("-")) {
      return words(spec.options().stream().flatMap(each -> Arrays.stream(each.names())));
    }
    return name.equals("host")
        ? words(Stream.of("start", "stop", "status", "list"))
        : targets(spec, programs);
  }

  private static Completion values(OptionSpec option) {
    String label = option.paramLabel();
    if (label.equals("SIGNAL")) {
      return words(Arrays.stream(Signal.values()).map(Enum::name));
    }
    return label.matches("[a-z]+(\\|[a-z]+)+")
        ? words(Arrays.stream(label.split("\\|")))
        : OF_FILES;
  }

  /** Only {@code run} has something else after its options: what follows {@code java}. */
  private static Completion targets(CommandSpec spec, List<String> programs) {
    boolean takesNames =
        spec.positionalParameters().stream().map(ArgSpec::paramLabel).anyMatch("NAME"::equals);
    boolean takesOthers = !takesNames && !spec.unmatchedArgsBindings().isEmpty();
    return takesOthers ? OF_FILES : words(takesNames ? programs.stream() : Stream.of());
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
        [ $? -ne 3 ] || compopt -o default 2> /dev/null
      }
      complete -F _metaproc metaproc
      """;

  private static final String ZSH =
      """
      #compdef metaproc
      # eval "$(metaproc completion zsh)"
      _metaproc() {
        local -a found
        found=("${(@f)$(metaproc __complete "${(@)words[2,CURRENT]}" 2> /dev/null)}")
        if (( $? == 3 )); then
          _files
        elif [[ -n "${found[1]}" ]]; then
          compadd -a found
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
        test $status -ne 3; or __fish_complete_path (commandline -ct)
      end
      complete -c metaproc -f -a '(__metaproc_complete)'
      """;
}
