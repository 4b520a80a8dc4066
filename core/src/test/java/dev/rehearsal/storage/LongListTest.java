package dev.rehearsal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongListTest {
  @Test
  void holdsWhatWasAddedAndSet() {
    ForAll.forAll(
        30,
        random -> {
          LongList list = new LongList();
          List<Long> expected = new ArrayList<>();
          for (int i = random.nextInt(40_000); i > 0; i--) {
            long value = random.nextLong();
            list.add(value);
            expected.add(value);
            int changed = random.nextInt(expected.size());
            list.set(changed, i);
            expected.set(changed, (long) i);
          }

          assertThat(list.size()).isEqualTo(expected.size());
          for (int place = 0; place < expected.size(); place++) {
            assertThat(list.get(place)).isEqualTo(expected.get(place));
          }
        });
  }
}
