package dev.metaproc.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugOptionsTest {
  @Test
  void theLineOfAnIdeIsRead() {
    assertThat(DebugOptions.parse("transport=dt_socket,server=y,suspend=n,address=*:5005"))
        .isEqualTo(new DebugOptions(true, false, "*:5005", false, false));
    assertThat(DebugOptions.parse("transport=dt_socket,address=localhost:8000"))
        .isEqualTo(new DebugOptions(false, true, "localhost:8000", false, false));
    assertThat(DebugOptions.parse("server=y,quiet=y,includevirtualthreads=y,timeout=5"))
        .isEqualTo(new DebugOptions(true, true, "0", true, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transport=dt_shmem|debug option transport=dt_shmem: must be dt_socket",
        "server=yes|debug option server=yes: must be y or n",
        "server=y,address=x|debug option address=x: must be [host:]port with a port from 0 to"
            + " 65535",
        "server=y,address=70000|debug option address=70000: must be [host:]port with a port from 0"
            + " to 65535",
        "suspend=n|debug options 'suspend=n' name no address to connect to: add address=HOST:PORT,"
            + " or server=y to listen",
        "onthrow=X|debug option 'onthrow=X' is not supported: use transport=dt_socket, server,"
            + " suspend, address, includevirtualthreads and quiet"
      })
  void whatCannotBeDoneIsSaid(String options, String message) {
    assertThatThrownBy(() -> DebugOptions.parse(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
