package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;

/**
 * The keys that end an attachment and not the program, as docker writes them: {@code
 * ctrl-p,ctrl-q}. One object looks through one client's input.
 */
final class DetachKeys {
  static final String DEFAULT = "ctrl-p,ctrl-q";

  private final byte[] keys;
  private int matched;

  private DetachKeys(byte[] keys) {
    this.keys = keys;
  }

  /**
   * Reads a sequence; an empty one is never typed.
   *
   * @throws LaunchException when it has something that is no key
   */
  static DetachKeys parse(String text) {
    ByteArrayOutputStream keys = new ByteArrayOutputStream();
    for (String key : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (key.matches("ctrl-[a-z@\\[\\\\\\]^_]")) {
        keys.write(Character.toUpperCase(key.charAt(5)) & 0x1f);
      } else if (key.matches("[!-~]")) {
        keys.write(key.charAt(0));
      } else {
        throw LaunchException.usage(
            "--detach-keys '"
                + text
                + "': '"
                + key
                + "' is no key: a character, or ctrl- and one of a-z @ [ \\ ] ^ _, with commas"
                + " between them");
      }
    }
    return new DetachKeys(keys.toByteArray());
  }

  /** What a program is to have of some input, and whether the keys are complete with it. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Typed(byte[] bytes, boolean isDetached) {}

  /** The beginning of the sequence is kept back until it is known to go on otherwise. */
  Typed typed(byte[] bytes, int count) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      matched = next(bytes[i], passed);
      if (matched > 0 && matched == keys.length) {
        matched = 0;
        return new Typed(passed.toByteArray(), true);
      }
    }
    return new Typed(passed.toByteArray(), false);
  }

  /** What was kept back of input that has ended. */
  byte[] rest() {
    byte[] rest = Arrays.copyOf(keys, matched);
    matched = 0;
    return rest;
  }

  /** How many keys of the sequence are typed after one more; what cannot belong to it is passed. */
  private int next(byte key, ByteArrayOutputStream passed) {
    byte[] held = Arrays.copyOf(keys, matched + 1);
    held[matched] = key;
    for (int from = 0; from <= matched; from++) {
      int length = matched + 1 - from;
      if (length <= keys.length && Arrays.equals(held, from, matched + 1, keys, 0, length)) {
        return length;
      }
      passed.write(held[from]);
    }
    return 0;
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<DetachKeys> {
    @Override
    public DetachKeys convert(String text) {
      return parse(text);
    }
  }
}
