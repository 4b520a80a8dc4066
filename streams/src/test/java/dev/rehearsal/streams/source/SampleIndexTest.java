package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleIndexTest {
  @Test
  void keepsTheSmallestRowsInUnsignedOrder() {
    ForAll.forAll(
        200,
        random -> {
          int columns = 1 + random.nextInt(4);
          int rows = random.nextInt(3_000);
          int limit = 1 + random.nextInt(3_000);
          SampleIndex index = new SampleIndex(columns, limit);
          List<Long> all = new ArrayList<>();
          for (int i = 0; i < rows; i++) {
            long first = random.nextLong();
            long[] row = new long[columns];
            Arrays.fill(row, first + 1);
            row[0] = first;
            all.add(first);
            if (index.wants(first)) {
              index.add(row);
            }
          }
          index.sort();

          List<Long> expected = all.stream().sorted(Long::compareUnsigned).limit(limit).toList();
          assertThat(index.size()).isEqualTo(expected.size());
          for (int row = 0; row < index.size(); row++) {
            assertThat(index.get(row, 0)).isEqualTo(expected.get(row));
            assertThat(index.get(row, columns - 1))
                .isEqualTo(expected.get(row) + (columns == 1 ? 0 : 1));
          }
        });
  }

  @Test
  void countsEveryKey() {
    ForAll.forAll(
        50,
        random -> {
          LongCounts counts = new LongCounts();
          Map<Long, Integer> expected = new HashMap<>();
          for (int i = 0; i < 5_000; i++) {
            long key = (long) random.nextInt(3_000) << random.nextInt(40);
            assertThat(counts.increment(key)).isEqualTo(expected.merge(key, 1, Integer::sum));
          }
        });
  }
}
