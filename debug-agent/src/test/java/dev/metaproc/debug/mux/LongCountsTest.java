package dev.metaproc.debug.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongCountsTest {
  @Test
  void countsAreThoseOfAMap() {
    LongCounts counts = new LongCounts();
    Map<Long, Integer> expected = new HashMap<>();
    Random random = new Random(20_261_123);
    for (int i = 0; i < 200_000; i++) {
      long id = random.nextLong(1, 5_000);
      if (random.nextInt(3) > 0) {
        counts.add(id);
        expected.merge(id, 1, Integer::sum);
      } else {
        int had = expected.getOrDefault(id, 0);
        int taken = Math.min(had, random.nextInt(4));
        assertThat(counts.takeBack(id, taken)).isEqualTo(taken);
        expected.put(id, had - taken);
      }
    }
    expected.values().removeIf(count -> count == 0);
    Map<Long, Integer> found = new HashMap<>();
    counts.forEach(found::put);
    assertThat(found).isEqualTo(expected);
    assertThat(expected.keySet()).allMatch(counts::contains);
    assertThat(counts.contains(0)).isFalse();
  }

  @Test
  void whatIsForgottenTakesNoRoom() {
    LongCounts counts = new LongCounts();
    for (long id = 1; id <= 10_000_000; id++) {
      counts.add(id);
      counts.forget(id);
    }
    assertThat(counts.capacity()).isEqualTo(1024);
  }
}
