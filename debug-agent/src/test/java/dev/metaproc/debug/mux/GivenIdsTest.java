package dev.metaproc.debug.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenIdsTest {
  private final GivenIds given = new GivenIds();

  @Test
  void theAgentTakesBackWhatItHasSentAndNoMore() {
    given.byAgent(7);
    given.byAgent(7);
    given.fromMemory(7);
    given.fromMemory(8);
    Map<Long, Integer> agents = new HashMap<>();
    given.forEachByAgent(agents::put);
    assertThat(agents).containsExactly(Map.entry(7L, 2));
    assertThat(given.takeBack(7, 3)).isEqualTo(2);
    assertThat(given.contains(7)).isFalse();
    assertThat(given.contains(8)).isTrue();
    assertThat(given.takeBack(8, 100)).isZero();
    assertThat(given.contains(8)).isFalse();
  }

  @Test
  void whatIsForgottenWasNotGiven() {
    given.byAgent(7);
    given.fromMemory(7);
    given.forget(7);
    assertThat(given.contains(7)).isFalse();
    given.forEachByAgent((id, count) -> assertThat(id).isZero());
  }
}
