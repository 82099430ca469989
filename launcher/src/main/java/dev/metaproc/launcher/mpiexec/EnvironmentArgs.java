package dev.metaproc.launcher.mpiexec;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options about environment variables; those starting with {@code -gen} hold for all programs. */
final class EnvironmentArgs {
  @Option(
      names = {"-x", "--x"},
      paramLabel = "K[=V]",
      description = "Set variable K to V, or pass K on.")
  List<String> exported = new ArrayList<>();

  @Option(
      names = {"-env", "--env"},
      arity = "1..2",
      parameterConsumer = Assignment.class,
      paramLabel = "K V",
      description = "Set variable K to V.")
  List<String> assigned = new ArrayList<>();

  @Option(
      names = {"-genv", "--genv"},
      arity = "1..2",
      parameterConsumer = Assignment.class,
      paramLabel = "K V",
      description = "Set variable K to V for the programs of all segments.")
  List<String> assignedForAll = new ArrayList<>();

  @Option(
      names = {"-envlist", "--envlist"},
      paramLabel = "K,...",
      description = "Pass on these variables only.")
  @Nullable String list;

  @Option(
      names = {"-genvlist", "--genvlist"},
      paramLabel = "K,...",
      description = "The same for the programs of all segments.")
  @Nullable String listForAll;

  @Option(
      names = {"-envnone", "--envnone"},
      description = "Pass on no variable.")
  boolean none;

  @Option(
      names = {"-genvnone", "--genvnone"},
      description = "The same for the programs of all segments.")
  boolean noneForAll;

  @Option(
      names = {"-genvall", "-envall", "--genvall", "--envall"},
      description = "Pass on all variables (this is the default).")
  boolean all;

  /** Takes {@code K V}, or {@code K=V} in one word as hydra does. */
  static final class Assignment implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec spec) {
      List<String> pairs = option.getValue();
      String name = words.isEmpty() ? "" : words.pop();
      int equals = name.indexOf('=');
      if (equals < 0 && words.isEmpty()) {
        throw new MissingParameterException(spec.commandLine(), option, option.paramLabel());
      }
      pairs.add(equals < 0 ? name : name.substring(0, equals));
      pairs.add(equals < 0 ? words.pop() : name.substring(equals + 1));
    }
  }
}
