package dev.metaproc.debug.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void aMessageIsOneLineWhateverItsWordsAre() throws Exception {
    Line line = Line.of("say", "a\tb\nc\rd\r\ne\\n\\", "", 7);
    String text = new BufferedReader(new StringReader(line + "\n")).readLine();
    assertThat(Line.parse(text)).isEqualTo(line);
  }
}
