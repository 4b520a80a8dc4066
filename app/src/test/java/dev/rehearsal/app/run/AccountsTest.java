package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.ReplyRow;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.journal.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resumed run finds charged: a journal with five admissions and three replies. */
class AccountsTest {
  private static final int LONGEST_REPLY = 81;
  private static final RunRow RUNNING =
      RunRow.begun("test", "", Map.of(), Map.of(), 1, Instant.EPOCH);

  @TempDir Path folder;
  private Path runFolder = Path.of("");

  @BeforeEach
  void journalFiveAdmissions() {
    runFolder = folder.resolve("run");
    try (Journal journal = Journal.create(RunFolder.create(runFolder), RUNNING)) {
      for (int number = 1; number <= 5; number++) {
        journal.append(admission(number));
        if (number <= 3) {
          journal.append(reply(number));
        }
      }
    }
  }

  @Test
  void countsTheRowsAndWhateverWasChargedBeyondThem() throws IOException {
    CheckedPlan checked = plan("in-flight = 16");
    Map<String, Cost> beyond = Map.of("m", new Cost(2, 300, 0.25));
    try (Journal journal = Journal.open(RunFolder.open(runFolder))) {
      Accounts.charge(beyond, journal, Instant.EPOCH);
      Accounts.charge(beyond, journal, Instant.EPOCH);
      Accounts.charge(Map.of(), journal, Instant.EPOCH);
    }
    try (JournalReader reader = JournalReader.open(RunFolder.open(runFolder))) {
      assertThat(Accounts.before(checked, reader))
          .containsExactly(entry("m", new Cost(3 + 4, 3 * 15 + 600, 3 * 1.0 + 0.5)));
    }
  }

  @Test
  void chargesTheWorstCaseOfEveryCallThatMayHaveBeenUnderWayAtAKill() throws IOException {
    long tokens = 0;
    CheckedPlan checked = plan("in-flight = 16");
    try (OpenModels models = open(checked)) {
      for (int number = 4; number <= 5; number++) {
        tokens += bytes(models, number) + LONGEST_REPLY;
      }
    }

    Cost lost = Objects.requireNonNull(lost(checked).get("m"));

    assertThat(lost.calls()).isEqualTo(2);
    assertThat(lost.tokens()).isEqualTo(tokens);
    assertThat(lost.usd()).isPositive();
  }

  @Test
  void chargesNoMoreCallsThanWereInFlightAndTheDearest() throws IOException {
    CheckedPlan checked = plan("in-flight = 1");
    long dearest;
    try (OpenModels models = open(checked)) {
      dearest = bytes(models, 5) + LONGEST_REPLY;
    }

    assertThat(lost(checked).get("m")).returns(1L, Cost::calls).returns(dearest, Cost::tokens);
  }

  @Test
  void chargesNothingAfterAnEndInOrder() throws IOException {
    try (Journal journal = Journal.open(RunFolder.open(runFolder))) {
      journal.update(RUNNING.ended(RunStatus.INTERRUPTED, OptionalLong.of(3), Instant.EPOCH));
    }

    assertThat(lost(plan("in-flight = 16"))).isEmpty();
  }

  private Map<String, Cost> lost(CheckedPlan checked) {
    try (OpenModels models = open(checked);
        JournalReader reader = JournalReader.open(RunFolder.open(runFolder))) {
      return LostCalls.of(checked, models, reader);
    }
  }

  private static long bytes(OpenModels models, int number) {
    return models
        .setups()
        .get(0)
        .client()
        .canonicalRequest(Prompt.of(admission(number).prefix()))
        .toString()
        .getBytes(StandardCharsets.UTF_8)
        .length;
  }

  private OpenModels open(CheckedPlan checked) {
    return OpenModels.open(
        checked,
        true,
        new OpenContext(folder, 1, InstantSource.fixed(Instant.EPOCH), c -> Optional.empty()));
  }

  private CheckedPlan plan(String settings) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            source { type = jsonl, paths = ["log.jsonl"] }
            models { m {
              type = openai, base-url = "http://localhost:1/v1", model = x, %s
              parameters { max_tokens = %d }
              price { input-per-million = 1, output-per-million = 2 }
            } }
            lanes { production = recorded, candidate = m }
            graders { no { type = rule, contains = "no" } }
            categories = [ { id = no, grader = no } ]
            """
                .formatted(settings, LONGEST_REPLY));
    return CheckedPlan.read(file, Map.of(), Map.of());
  }

  /** The later, the longer. */
  private static Admission admission(int number) {
    Prefix prefix =
        new Prefix(
            "c" + number,
            1,
            List.of(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("role", "user")
                    .put("content", "why ".repeat(number))),
            List.of(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode());
    return new Admission(
        number, prefix, Optional.empty(), Optional.empty(), new Position("log", 1), Map.of());
  }

  private static ReplyRow reply(int number) {
    Reply reply =
        new Reply(
            List.of(JsonNodeFactory.instance.objectNode().put("role", "assistant")),
            Optional.empty(),
            Optional.of(new Reply.Usage(10, 5)),
            Optional.empty());
    return new ReplyRow(
        number,
        "candidate",
        1,
        "key" + number,
        ReplyState.ANSWERED,
        "",
        1,
        Optional.of(reply),
        0,
        OptionalDouble.of(1),
        false);
  }
}
