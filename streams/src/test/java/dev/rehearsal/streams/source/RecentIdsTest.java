package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  @Test
  void knowsTheLastKeysAndNoOthersHoweverTheyCollide() {
    for (int most : new int[] {1, 2, 7, 64}) {
      Random random = new Random(most);
      RecentIds recent = new RecentIds(most);
      Set<Long> model = new LinkedHashSet<>();
      for (int i = 0; i < 20_000; i++) {
        // Few different slots, so that probing and its repair are what is tried.
        long key = random.nextInt(100) * (1L << random.nextInt(3) * 20);

        assertThat(recent.contains(key)).isEqualTo(model.contains(key));
        assertThat(recent.add(key)).isEqualTo(model.add(key));
        if (model.size() > most) {
          model.remove(model.iterator().next());
        }
      }
    }
  }
}
