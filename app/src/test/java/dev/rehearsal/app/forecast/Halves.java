package dev.rehearsal.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two halves of the quickstart's recordings: before and after a launch. */
final class Halves {
  static final Path PLANS = Launched.root().resolve("config/plans");

  private Halves() {}

  static void run(String plan, Path out, String... options) {
    List<Object> arguments = new ArrayList<>(List.of("run", PLANS.resolve(plan + ".conf")));
    arguments.addAll(List.of("--out", out));
    arguments.addAll(List.of(options));
    Launched launched = rehearsal(arguments.toArray());
    assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
  }

  static Launched rehearsal(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return InProcess.rehearsal(texts);
  }

  static JsonNode row(JsonNode rows, String category) {
    for (JsonNode row : rows) {
      if (row.path("category").asText().equals(category)) {
        return row;
      }
    }
    throw new AssertionError(category + " is not in " + rows);
  }
}
