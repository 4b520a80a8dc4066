package dev.rehearsal.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.rehearsal.app.Launched;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.LanePair;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.standing.RunCounts;
import dev.rehearsal.streams.group.GroupTotal;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupStandingTest {
  private static final Path SCHEMA = Launched.root().resolve("docs/schemas/total.schema.json");
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final List<CategoryQuestion> QUESTIONS =
      List.of(
          new CategoryQuestion(
              "bold",
              "all",
              OptionalLong.empty(),
              List.of("production", "candidate"),
              List.of(new LanePair("production", "candidate", true)),
              Map.of("production", LU7, "candidate", LU7),
              LU7,
              List.of(),
              Optional.empty(),
              0.05,
              0.05,
              10,
              false));

  @Test
  void saysWhoCountedWhatUpToWhen() {
    assertThat(standing(counts(100)).lines())
        .hasSize(2)
        .startsWith("total of 3 processes up to 2026-11-28T06:00:00Z: 100 prefixes")
        .last()
        .asString()
        .startsWith("  bold  production 0 % [0, ")
        .contains("candidate 20 % [", "candidate/production ×∞ ×[");
  }

  @Test
  void isDescribedForProgramsBeforeAndAfterTheFirstPrefix() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(SCHEMA));
    for (RunCounts counts : List.of(RunCounts.NONE, counts(100))) {
      ObjectNode json = standing(counts).json();
      assertThat(schema.validate(json)).isEmpty();
      assertThat(json.path("prefixes").asLong()).isEqualTo(counts.prefixes());
      assertThat(json.path("estimates").get(0).path("trials").asLong())
          .isEqualTo(counts.prefixes());
      assertThat(json.path("upTo").asText()).isEqualTo("2026-11-28T06:00:00Z");
    }
  }

  private static GroupStanding standing(RunCounts counts) {
    long epoch = Instant.parse("2026-11-28T05:59:50Z").getEpochSecond() / 10;
    return new GroupStanding(
        new GroupTotal(epoch, 3, counts, Map.of("t-0", 60L, "t-1", 40L)),
        Duration.ofSeconds(10),
        counts.standing(QUESTIONS));
  }

  /** Of the candidate's, each fifth is a hit. */
  private static RunCounts counts(int prefixes) {
    RunCounts counts = RunCounts.NONE;
    for (int number = 1; number <= prefixes; number++) {
      counts =
          counts.plus(
              RunCounts.of(
                  QUESTIONS,
                  new Resolved(
                      number,
                      List.of(),
                      Map.of(
                          "production", Map.of("bold", Verdict.graded(false)),
                          "candidate", Map.of("bold", Verdict.graded(number % 5 == 0))))));
    }
    return counts;
  }
}
