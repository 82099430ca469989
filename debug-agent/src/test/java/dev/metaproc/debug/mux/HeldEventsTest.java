package dev.metaproc.debug.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldEventsTest {
  private static final int MOST = 10_000;

  private final List<Packet> sent = new ArrayList<>();
  private final HeldEvents held = new HeldEvents(sent::add, MOST);

  private static Packet event(int id) {
    return Packet.command(id, Command.EVENT_COMPOSITE, new byte[25]);
  }

  @Test
  void nothingIsKeptOfWhatIsSent() {
    assertThat(IntStream.range(0, 50_000)).allMatch(id -> held.send(event(id)));
    assertThat(held.count()).isZero();
    assertThat(sent).hasSize(50_000);
  }

  @Test
  void whatIsHeldIsSentInOrderAtItsRelease() {
    assertThat(held.send(event(1))).isTrue();
    held.hold();
    assertThat(held.send(event(2))).isTrue();
    assertThat(held.send(event(3))).isTrue();
    assertThat(sent).hasSize(1);
    held.release();
    assertThat(held.send(event(4))).isTrue();
    assertThat(sent).extracting(Packet::id).containsExactly(1, 2, 3, 4);
    assertThat(held.count()).isZero();
  }

  @Test
  void whoHoldsForEverIsToldOnceAndCostsNothingMore() {
    held.hold();
    List<Integer> refused = new ArrayList<>();
    for (int id = 0; id < 50_000; id++) {
      if (!held.send(event(id))) {
        refused.add(id);
      }
      assertThat(held.count()).isLessThan(MOST / 25);
    }
    assertThat(refused).hasSize(1).first().isEqualTo(MOST / 100);
    assertThat(held.count()).isZero();
    assertThat(sent).isEmpty();
  }
}
