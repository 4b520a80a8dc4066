package dev.rehearsal.streams.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.standing.RunCounts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Claim FIRST = new Claim(1, "a");
  private static final Claim SECOND = new Claim(2, "b");

  private final Ledger ledger = new Ledger();

  @Test
  void theTotalIsOfTheLatestEpochThatEveryPartitionHas() {
    ledger.expect(List.of("t-0", "t-1"));
    ledger.read(share("t-0", FIRST, 5, 10));
    ledger.read(share("t-0", FIRST, 6, 20));
    assertThat(ledger.total()).isEmpty();
    assertThat(ledger.behind()).containsExactly("t-1");

    ledger.read(share("t-1", FIRST, 5, 100));
    assertThat(ledger.total())
        .contains(new GroupTotal(5, 1, counts(110), Map.of("t-0", 10L, "t-1", 100L)));

    ledger.read(share("t-1", SECOND, 7, 300));
    assertThat(ledger.total().orElseThrow().epoch()).as("6 was never told of t-1").isEqualTo(5);
    ledger.read(share("t-0", FIRST, 7, 30));
    assertThat(ledger.total())
        .contains(new GroupTotal(7, 2, counts(330), Map.of("t-0", 30L, "t-1", 300L)));
  }

  @Test
  void whatASleeperSaysAfterItWasTakenOverIsNobodys() {
    ledger.read(share("t-0", FIRST, 5, 10));
    ledger.read(share("t-0", SECOND, 5, 10));
    ledger.read(share("t-0", FIRST, 6, 99));

    assertThat(ledger.latest("t-0")).isEqualTo(share("t-0", SECOND, 5, 10));
    assertThat(ledger.total().orElseThrow().counts()).isEqualTo(counts(10));
    assertThat(ledger.olderClaims("t-0")).containsExactly(FIRST);
  }

  @Test
  void aClaimTakesOverWhatWasSaidAfterItsOwnerLooked() {
    ledger.read(share("t-0", FIRST, 5, 10));
    ledger.read(share("t-0", FIRST, 6, 20));
    ledger.read(share("t-0", SECOND, 5, 10));

    assertThat(ledger.latest("t-0")).isEqualTo(share("t-0", SECOND, 6, 20));
  }

  @Test
  void theHigherNameHoldsOfTwoClaimsWithOneNumber() {
    ledger.read(share("t-0", SECOND, 5, 10));
    ledger.read(share("t-0", new Claim(2, "a"), 5, 10));
    assertThat(ledger.latest("t-0").claim()).isEqualTo(SECOND);

    ledger.read(share("t-0", new Claim(2, "c"), 5, 10));
    assertThat(ledger.latest("t-0").claim().member()).isEqualTo("c");
  }

  @Test
  void aShareIsReadAsItWasWrittenAndThoseOfOtherRunsAreNot() {
    Share share = share("t-0", SECOND, 5, 10);
    byte[] written = new ShareJson("run").value(share);

    assertThat(new ShareJson("run").read(written)).contains(share);
    assertThat(new ShareJson("another").read(written)).isEmpty();
  }

  private static Share share(String partition, Claim claim, long epoch, long next) {
    return new Share(partition, claim, epoch, next, counts(next));
  }

  private static RunCounts counts(long prefixes) {
    return new RunCounts(prefixes, Map.of());
  }
}
