package dev.rehearsal.streams.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.streams.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One member on a real broker. */
@Tag("slow")
@Timeout(60)
class GroupMemberIT {
  private static final String PARTITION = "conversations-0";

  private final CountDownLatch isTold = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final GroupMember member =
      GroupMember.open(
          new GroupSettings(
              "totals-of-one", Duration.ofSeconds(1), "run", "member", () -> Instant.EPOCH),
          Topics.shared().connection(),
          trouble -> {});

  @AfterEach
  void close() {
    goesOn.countDown();
    member.close();
  }

  /** A run that reads to an end is over when the total is: nothing may be left to be shown. */
  @Test
  void aTotalHoldsOnceWhoeverListensWasToldOfIt() throws InterruptedException {
    member.start(List.of(PARTITION), () -> member.tell(Set.of(PARTITION)));
    member.claim(Set.of(PARTITION));
    member.epochEnded(5, 0, Map.of(PARTITION, 7L));

    await().until(() -> member.next(PARTITION).equals(OptionalLong.of(7)));
    assertThat(member.total()).as("nobody listens").isEmpty();

    member.listen(this::told);
    isTold.await();
    assertThat(member.total()).as("it is being told").isEmpty();

    goesOn.countDown();
    await().until(() -> member.total().isPresent());
    assertThat(member.total().orElseThrow().next()).isEqualTo(Map.of(PARTITION, 7L));
  }

  private void told(GroupTotal total) {
    isTold.countDown();
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
