package dev.rehearsal.actors.model.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReplyIndexTest {
  @Test
  void findsEachHashAsItWasFirstAdded() {
    ForAll.forAll(
        50,
        random -> {
          ReplyIndex index = new ReplyIndex();
          Map<Long, Long> expected = new HashMap<>();
          for (long place = 1; place < 4_000; place++) {
            long hash = (long) random.nextInt(2_500) << random.nextInt(40);
            boolean isNew = expected.putIfAbsent(hash, place) == null;
            assertThat(index.add(hash, place, -place)).isEqualTo(isNew);
          }

          expected.forEach(
              (hash, place) -> {
                int entry = index.find(hash).orElseThrow();
                assertThat(index.place(entry)).isEqualTo(place);
                assertThat(index.prompt(entry)).isEqualTo(-place);
              });
        });
  }

  @Test
  void findsNothingThatWasNotAdded() {
    ReplyIndex index = new ReplyIndex();
    assertThat(index.find(0)).isEqualTo(OptionalInt.empty());
    index.add(1, 2, 3);
    assertThat(index.find(0)).isEqualTo(OptionalInt.empty());
    assertThat(index.find(1L << 40 | 1)).isEqualTo(OptionalInt.empty());
  }
}
