package dev.rehearsal.actors.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.actors.model.ModelClientContract;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.model.ModelClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulatedModelContractTest extends ModelClientContract {
  private final Problems problems = new Problems();

  @Override
  protected ModelClient client() {
    return spec("latency = 1ms..5ms, rates { a = 0.5 }")
        .open(new OpenContext(Path.of(""), 1, InstantSource.system(), c -> Optional.empty()));
  }

  @Test
  void isFoundByItsTypeAndStaysOnThisMachine() {
    ModelSpec spec = spec("in-flight = 7, words { mean = 20, min = 5, max = 60 }");
    assertThat(problems.messages()).isEmpty();
    assertThat(spec.generates()).isTrue();
    assertThat(spec.host()).isEmpty();
    assertThat(spec.settings().inFlight()).isEqualTo(7);
    assertThat(spec.settings().longestReply()).isEqualTo(81);
  }

  @Test
  void namesAKeyThatItDoesNotHave() {
    spec("ratess {}");
    assertThat(problems.messages()).singleElement().asString().contains("did you mean rates?");
  }

  private ModelSpec spec(String hocon) {
    Block block =
        Block.of(
            "models.new",
            ConfigFactory.parseString("type = simulated, " + hocon),
            Path.of(""),
            problems);
    ModelSpec spec = ModelTypes.read(Map.of("new", block)).get("new");
    return java.util.Objects.requireNonNull(spec);
  }
}
