package dev.rehearsal.config;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.sampling.Cut;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanPropertyTest {
  @TempDir Path folder;

  @Test
  void readsBackWhateverWasWritten() {
    forAll(
        200,
        random -> {
          double fraction = 1 - random.nextDouble();
          long seed = random.nextLong();
          int lookEvery = 1 + random.nextInt(Integer.MAX_VALUE - 1);
          double confidence = Math.nextUp(random.nextDouble());
          Cut cut = random.nextBoolean() ? Cut.LAST_MESSAGE : Cut.TRAJECTORY;
          Plan plan =
              Plans.read(
                  folder,
                  Plans.SMALLEST
                      + "lanes.candidate = tape\n"
                      + "sample { fraction = %s, seed = %d, cut = %s }\n"
                          .formatted(fraction, seed, Wording.name(cut))
                      + "stop.look-every = %d\nestimate.confidence = %s\n"
                          .formatted(lookEvery, confidence));

          assertThat(plan.sample().fraction()).isEqualTo(fraction);
          assertThat(plan.sample().seed()).isEqualTo(seed);
          assertThat(plan.sample().cut()).isEqualTo(cut);
          assertThat(plan.stop().lookEvery()).isEqualTo(lookEvery);
          assertThat(plan.estimate().confidence()).isEqualTo(confidence);
          Plan again = Plans.read(folder, plan.text());
          assertThat(PlanDigest.of(again, Map.of())).isEqualTo(PlanDigest.of(plan, Map.of()));
        });
  }

  @Test
  void saysFileAndLineOfWhateverIsWrong() {
    forAll(
        300,
        random ->
            assertThat(Plans.problems(folder, Plans.SMALLEST + garbled(random)))
                .allSatisfy(message -> assertThat(message).matches("(?s)plan\\.conf:\\d+: .+")));
  }

  private static String garbled(Random random) {
    String[] keys = {
      "name",
      "source",
      "sample",
      "sample.cut",
      "sample.keep",
      "sample.per-user",
      "limits.a",
      "models.new",
      "models.judge.model",
      "lanes",
      "lanes.baseline",
      "graders",
      "graders.lies",
      "categories",
      "estimate",
      "estimate.confidence",
      "send-to",
      "stop",
      "stop.deadline",
      "quarantine",
      "drift",
      "drift.method",
      "reorder-window",
      "why-judge-is-lane",
      "odd.key",
      "taxonomy"
    };
    String[] values = {
      "null",
      "0",
      "-1",
      "1.5",
      "x",
      "[]",
      "[ 1 ]",
      "{}",
      "{ a = 1 }",
      "[ { id = a } ]",
      "[ {} ]",
      "on",
      "1e99",
      "\"\"",
      "60s",
      "[ [ 1 ] ]",
      "{ model = new }"
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      text.append(keys[random.nextInt(keys.length)])
          .append(" = ")
          .append(values[random.nextInt(values.length)])
          .append('\n');
    }
    return text.toString();
  }
}
