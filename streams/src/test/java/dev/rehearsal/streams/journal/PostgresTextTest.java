package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import org.junit.jupiter.api.Test;

class PostgresTextTest {
  private static final char[] UNUSUAL = {0, 1, '\\', '\ud83d', '\ude00', 'a', '0', 'é'};

  @Test
  void leavesWhatTheDatabaseCanHoldAsItIs() {
    for (String text : new String[] {"", "plain", "a \\ b", "\ud83d\ude00", "a\u0001"}) {
      assertThat(PostgresText.stored(text)).isEqualTo(text);
    }
  }

  @Test
  void givesBackEveryTextAndStoresOnlyWhatTheDatabaseCanHold() {
    ForAll.forAll(
        2_000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(6); i > 0; i--) {
            text.append(UNUSUAL[random.nextInt(UNUSUAL.length)]);
          }
          String stored = PostgresText.stored(text.toString());
          assertThat(PostgresText.original(stored)).isEqualTo(text.toString());
          assertThat(stored).doesNotContain("\u0000");
          assertThat(Utf8.holds(stored)).isTrue();
        });
  }
}
