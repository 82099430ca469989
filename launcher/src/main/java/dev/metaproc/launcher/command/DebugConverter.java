package dev.metaproc.launcher.command;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.words.DebugWords;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --debug}. */
final class DebugConverter implements ITypeConverter<DebugOptions> {
  /** The value is in the same word or there is none: the next word is the program's. */
  static final class Attached implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        words.push("");
      }
      return false;
    }
  }

  @Override
  public DebugOptions convert(String text) {
    try {
      return DebugWords.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
