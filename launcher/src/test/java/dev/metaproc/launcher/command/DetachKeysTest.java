package dev.metaproc.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.launcher.exit.LaunchException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetachKeysTest {
  private static String typed(DetachKeys keys, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    DetachKeys.Typed typed = keys.typed(bytes, bytes.length);
    return new String(typed.bytes(), StandardCharsets.ISO_8859_1)
        + (typed.isDetached() ? " detached" : "");
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b', 'xaby', 'x detached'",
    "'a,b', 'aab', 'a detached'",
    "'a,a,b', 'aaab', 'a detached'",
    "'a,b,a,c', 'ababac', 'ab detached'",
    "'a,b', 'acb', 'acb'",
    "'a', 'a', ' detached'",
    "'', 'abc', 'abc'",
  })
  void whatIsNotTheSequenceIsPassed(String keys, String text, String expected) {
    assertThat(typed(DetachKeys.parse(keys), text)).isEqualTo(expected);
    DetachKeys slowly = DetachKeys.parse(keys);
    StringBuilder passed = new StringBuilder();
    for (int i = 0; i < text.length() && passed.indexOf("detached") < 0; i++) {
      passed.append(typed(slowly, text.substring(i, i + 1)));
    }
    assertThat(passed.toString()).isEqualTo(expected);
  }

  @Test
  void aSequenceThatBeganIsKeptBackAndNotLost() {
    DetachKeys keys = DetachKeys.parse("ctrl-p,ctrl-q");
    assertThat(typed(keys, "x\u0010")).isEqualTo("x");
    assertThat(keys.rest()).containsExactly(0x10);
    assertThat(keys.rest()).isEmpty();
  }

  @Test
  void controlKeysAreThoseOfDocker() {
    assertThat(typed(DetachKeys.parse("ctrl-@"), "\0")).isEqualTo(" detached");
    assertThat(typed(DetachKeys.parse("ctrl-a"), "\u0001")).isEqualTo(" detached");
    assertThat(typed(DetachKeys.parse("ctrl-["), "\u001b")).isEqualTo(" detached");
    assertThat(typed(DetachKeys.parse("ctrl-\\"), "\u001c")).isEqualTo(" detached");
    assertThat(typed(DetachKeys.parse("ctrl-_"), "\u001f")).isEqualTo(" detached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ctrl-", "ctrl-P", "ctrl-1", "ab", "a,,b", "a,", ",", "é", " "})
  void whatIsNoKeyIsRefused(String keys) {
    assertThatThrownBy(() -> DetachKeys.parse(keys))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith("--detach-keys '" + keys + "': '")
        .hasMessageContaining("is no key: a character, or ctrl- and one of");
  }
}
