package dev.rehearsal.actors.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.config.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedSettingsTest {

  @Test
  void hasDefaultsThatAreACleanModelWithoutFaults() {
    Problems problems = new Problems();
    SimulatedSettings settings = Simulated.read("", problems);
    assertThat(problems.messages()).isEmpty();
    assertThat(settings.rates()).isEmpty();
    assertThat(settings.latency()).isEqualTo(Latency.NONE);
    assertThat(settings.faults().rates().values()).containsOnly(0.0);
  }

  @Test
  void readsLatencyInEachOfItsForms() {
    assertThat(Latency.parse("50ms")).contains(new Latency.Fixed(Duration.ofMillis(50)));
    assertThat(Latency.parse("100ms..2s"))
        .contains(new Latency.Uniform(Duration.ofMillis(100), Duration.ofSeconds(2)));
    assertThat(Latency.parse("800ms p99 5s"))
        .contains(new Latency.LogNormal(Duration.ofMillis(800), Duration.ofSeconds(5)));
    assertThat(List.of("", "50", "-1s", "2s..1s", "5s p99 1s", "0s p99 1s", "1s p99", "fast"))
        .allSatisfy(text -> assertThat(Latency.parse(text)).isEmpty());
  }

  @Test
  void namesEveryProblemAtOnce() {
    Problems problems = new Problems();
    Simulated.read(
        """
        latency = fast
        rates { a = 2 }
        faults { http-500 = 0.7, http-503 = 0.7, http-505 = 0.1 }
        words { min = 9, mean = 3 }
        """,
        problems);
    assertThat(String.join("\n", problems.messages()))
        .contains("models.new.latency must be a time (50ms), a range")
        .contains("models.new.rates.a must be within [0, 1], was 2")
        .contains("models.new.faults adds up to more than 1")
        .contains("models.new.faults.http-505 is not a key of this block; did you mean http-500?")
        .contains("models.new.words needs min <= mean <= max");
  }

  @Test
  void refusesPhrasesThatWouldMakeTheTruthUntrue() {
    assertThat(problemsOf("rates { a = 1 }, phrases { a = \"Quiet RIVER\" }"))
        .contains("a word that no harmless reply has");
    assertThat(problemsOf("rates { a = 1, b = 1 }, phrases { a = sorry, b = \"so sorry\" }"))
        .contains("of a stands within that of b");
    assertThat(problemsOf("rates { a = 1 }, phrases { b = sorry }"))
        .contains("names b, which has no rate");
  }

  @Test
  void refusesFaultRatesThatAddUpToMoreThanOne() {
    assertThatThrownBy(() -> new FaultRates(Map.of(Fault.HTTP_500, 0.6, Fault.HTTP_503, 0.6)))
        .hasMessageContaining("more than 1");
  }

  @Test
  void sharesATotalOfFaultsOutEvenly() {
    SimulatedSettings settings = Simulated.read("faults = 0.11", new Problems());
    assertThat(settings.faults().rates()).hasSize(11).containsEntry(Fault.HTTP_500, 0.01);
  }

  private static String problemsOf(String hocon) {
    Problems problems = new Problems();
    Simulated.read(hocon, problems);
    return String.join("\n", problems.messages());
  }
}
