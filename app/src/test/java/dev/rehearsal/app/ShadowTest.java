package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShadowTest {
  @Test
  void refusesASourceThatEnds() {
    Path plan = Launched.root().resolve("config/plans/quickstart.conf");

    Launched refused = InProcess.rehearsal("shadow", plan.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("quickstart.conf:7: shadow is for a source without an end")
        .contains("use rehearsal run");
  }
}
