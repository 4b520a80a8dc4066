package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.kafka.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a group has counted is never added to something else. */
@Tag("slow")
@Timeout(120)
class GroupTroubleIT {
  private static final String TOPIC = "conversations";

  @TempDir Path folder;
  private BrokerTopics topics;

  @BeforeEach
  void start() {
    topics = BrokerTopics.start(folder.resolve("broker"));
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void aFolderIsNotAddedToAnotherTotal() {
    topics.write(TOPIC, conversations(0, 40));
    assertThat(shadow().exitCode()).isZero();

    for (String other : List.of("name=other", "group.epoch=2s", "group.totals=elsewhere")) {
      Launched refused = shadow("--set", other);
      assertThat(refused.exitCode()).as(other).isEqualTo(2);
      assertThat(refused.err()).contains("cannot be resumed", "group");
    }
    assertThat(shadow().exitCode()).isZero();
  }

  @Test
  void aTopicThatWasMadeAgainIsNotAddedToTheOneBefore() throws Exception {
    topics.write(TOPIC, conversations(0, 40));
    assertThat(shadow().exitCode()).isZero();
    try (Admin admin =
        Admin.create(new Connection(List.of(topics.address()), Map.of()).clientProperties())) {
      admin.deleteTopics(List.of(TOPIC)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(TOPIC));
    }
    topics.write(TOPIC, conversations(40, 140));

    for (int again = 0; again < 2; again++) {
      Launched ended = shadow();
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err())
          .contains(
              "conversations was deleted and made again, and this folder has counts of the one"
                  + " before")
          .contains("another name and the processes new folders")
          .doesNotContain("does not answer");
    }
  }

  private Launched shadow(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("shadow", plan().toString(), "--out", folder.resolve("run").toString()));
    arguments.addAll(List.of(more));
    return InProcess.rehearsal(arguments.toArray(new String[0]));
  }

  private Path plan() {
    return new Study(folder)
        .plan(
            "grouped",
            """
            name = grouped
            source {
              type = kafka, servers = ["%s"], topics = [%s], group = g, until = now
            }
            group { totals = totals, epoch = 1s }
            lanes { production = recorded }
            graders { no { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = no } ]
            stop { rules = off }
            """
                .formatted(topics.address(), TOPIC));
  }

  private static List<String> conversations(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> BrokerTopics.conversation("c" + i, i % 3 == 0 ? "no" : "yes"))
        .toList();
  }
}
