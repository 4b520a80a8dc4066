package dev.rehearsal.actors.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.simulated.Latency;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EndpointSettingsTest {

  @Test
  void fillsWhatIsNotGivenFromTheDefaults() {
    EndpointSettings settings =
        EndpointSettings.of(ConfigFactory.parseString("call-log = calls.jsonl"), Path.of("runs"));
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8000);
    assertThat(settings.apiKey()).isEmpty();
    assertThat(settings.callLog()).contains(Path.of("runs/calls.jsonl"));
    assertThat(settings.simulated().latency()).isEqualTo(Latency.NONE);
  }

  @Test
  void namesAMisspeltKeyWithTheNearestOne() {
    assertThatThrownBy(
            () ->
                EndpointSettings.of(
                    ConfigFactory.parseString("latencies = 5ms, port = 70000"), Path.of("")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("did you mean latency?")
        .hasMessageContaining("port must be within [0, 65535], was 70000");
  }

  @Test
  void keepsItsKeySecret() {
    assertThat(
            EndpointSettings.of(ConfigFactory.parseString("api-key = sk-1"), Path.of(""))
                .toString())
        .doesNotContain("sk-1");
  }
}
