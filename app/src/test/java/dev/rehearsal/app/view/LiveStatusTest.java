package dev.rehearsal.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.streams.pipeline.RunControl;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveStatusTest {
  private static final RunActor.Tuned UNTUNED =
      new RunActor.Tuned(
          Map.of(),
          Map.of(),
          new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()));

  @Test
  void listsTheMachinesThatLendHandsByName() {
    Optional<RunMoment> moment = Optional.of(Moments.lent("new", Map.of("b-2", 1, "a-1", 64)));
    assertThat(LiveStatus.text(moment, UNTUNED, new RunControl()))
        .endsWith(
            "node a-1 lends 64 calls at once to model new",
            "node b-2 lends 1 call at once to model new",
            "the run is running");
    JsonNode nodes = LiveStatus.json(moment, UNTUNED, new RunControl()).path("nodes");
    assertThat(nodes).hasToString("{\"a-1\":{\"new\":64},\"b-2\":{\"new\":1}}");
  }

  @Test
  void saysWhatTheJournalTakes() {
    Optional<RunMoment> moment = Optional.of(Moments.running(7, false));
    assertThat(LiveStatus.text(moment, UNTUNED, new RunControl()))
        .contains("journal: 134 MB on disk");
    assertThat(LiveStatus.json(moment, UNTUNED, new RunControl()).path("journalBytes").asLong())
        .isEqualTo(134_217_728);
  }

  @Test
  void saysWhatAGroupHasCountedInAllOnceItHas() {
    Optional<RunMoment> moment = Optional.of(Moments.inGroup(100));
    assertThat(LiveStatus.text(moment, UNTUNED, new RunControl()))
        .containsOnlyOnce("total of 3 processes up to 2026-11-28T06:00:00Z: 100 prefixes");
    assertThat(LiveStatus.json(moment, UNTUNED, new RunControl()).path("total"))
        .isEqualTo(GroupStandings.ofThree(100).json());
    Optional<RunMoment> alone = Optional.of(Moments.running(7, false));
    assertThat(LiveStatus.text(alone, UNTUNED, new RunControl()))
        .noneMatch(line -> line.startsWith("total "));
    assertThat(LiveStatus.json(alone, UNTUNED, new RunControl()).has("total")).isFalse();
  }

  @Test
  void saysNothingOfNodesWhereThereAreNone() {
    Optional<RunMoment> moment = Optional.of(Moments.running(7, false));
    assertThat(LiveStatus.text(moment, UNTUNED, new RunControl()))
        .noneMatch(line -> line.startsWith("node "));
    assertThat(LiveStatus.json(moment, UNTUNED, new RunControl()).path("nodes")).isEmpty();
  }
}
