package dev.metaproc.launcher.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentFileTest {
  @TempDir Path dir;

  private Map<String, String> read(String text) throws IOException {
    return EnvironmentFile.read(Files.writeString(dir.resolve("x.env"), text));
  }

  @Test
  void linesAreReadAsComposeReadsThem() throws IOException {
    assertThat(
            read(
                """
                # comment

                PLAIN=a=b c
                export EXPORTED=yes
                EMPTY=
                COMMENT=value # not this
                NO_VALUE= # nor this
                HASH=#fff
                SINGLE='a "b" # \\n $HOME' # but this
                DOUBLE="it's \\"quoted\\" # \\\\ \\x\\nnext"# this
                SPACED = " a "
                THE_CLIENTS
                """))
        .containsExactly(
            Map.entry("PLAIN", "a=b c"),
            Map.entry("EXPORTED", "yes"),
            Map.entry("EMPTY", ""),
            Map.entry("COMMENT", "value"),
            Map.entry("NO_VALUE", ""),
            Map.entry("HASH", "#fff"),
            Map.entry("SINGLE", "a \"b\" # \\n $HOME"),
            Map.entry("DOUBLE", "it's \"quoted\" # \\ \\x\nnext"),
            Map.entry("SPACED", " a "));
  }

  @Test
  void aValueMayBeLong() throws IOException {
    String key = "line\\n".repeat(500) + "x".repeat(100_000);
    assertThat(read("KEY=\"" + key + "\"\n"))
        .containsExactly(Map.entry("KEY", key.replace("\\n", "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          =x       | must be NAME=VALUE or NAME
          a b      | must be NAME=VALUE or NAME
          A="x     | must end with the quote that its value begins with
          A='x' y  | must end with the quote that its value begins with
          """)
  void aWrongLineIsNamed(String line, String rule) {
    assertThatThrownBy(() -> read("A=1\n" + line + "\n"))
        .hasMessage(dir.resolve("x.env") + ":2: '" + line + "' " + rule);
  }
}
