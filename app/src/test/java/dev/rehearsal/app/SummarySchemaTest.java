package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published schema of a result knows each field that results have, and no other. */
public class SummarySchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Launched.root().resolve("docs/schemas/summary.schema.json");

  @TempDir Path folder;

  @Test
  void describesARunWithGatesComparisonsAndDiscoveries() throws IOException {
    Ran.quickstart(folder.resolve("run"));

    JsonNode result = describedResult();

    assertThat(result.path("gates")).isNotEmpty();
    assertThat(result.path("comparisons")).isNotEmpty();
    assertThat(result.path("discoveries").path("claims")).isNotEmpty();
  }

  @Test
  void describesARunThatPaysItsModel() throws IOException {
    run(
        """
        lanes.candidate = { model = new }
        models { new { type = simulated, rates { says-no = 0.3 }
          price { input-per-million = 1, output-per-million = 2 } } }
        stop.budget-usd = 0.002
        """);

    assertThat(describedResult().path("cost").path("charged").path("usd").asDouble())
        .isBetween(1e-9, 2e-3);
  }

  @Test
  void describesARunWithSeveralRepliesToAPrefix() throws IOException {
    run(
        """
        lanes.candidate = { model = new, samples = 3 }
        models { new { type = simulated, rates { says-no = 0.3 } } }
        """);

    assertThat(describedResult().path("estimates").findValuesAsText("repliesPerPrefix"))
        .contains("3");
  }

  @Test
  void describesARunOverUsers() throws IOException {
    run("sample { unit = user, per-user = null }");

    JsonNode result = describedResult();

    assertThat(result.path("estimates").get(0).path("users").asLong()).isEqualTo(39);
  }

  @Test
  void describesARunOverAnotherMix() throws IOException {
    run(
        """
        sample.slices = [metadata.language]
        estimate.target-mix { field = metadata.language, shares { en = 0.5, de = 0.5 } }
        """);

    assertThat(describedResult().path("targetMix").path("shares")).hasSize(2);
  }

  @Test
  void describesARunOfStrata() throws IOException {
    run(
        """
        sample.strata { field = metadata.language, fractions { en = 0.5 }, otherwise = 1 }
        """);

    JsonNode result = describedResult();

    assertThat(result.path("strata").path("strata")).hasSize(2);
    assertThat(result.path("estimates").get(0).path("effectiveSize").isNumber()).isTrue();
  }

  @Test
  void saysOfEachFieldWhatItIs() throws IOException {
    JsonNode schema = JSON.readTree(FILE.toFile());

    for (JsonNode properties : schema.findValues("properties")) {
      properties
          .properties()
          .forEach(
              field ->
                  assertThat(field.getKey().equals("schema") || field.getValue().has("description"))
                      .as("a description of %s", field.getKey())
                      .isTrue());
    }
  }

  @Test
  void refusesAFieldThatItDoesNotKnow() throws IOException {
    Ran.quickstart(folder.resolve("run"));
    JsonNode result = JSON.readTree(folder.resolve("run/summary.json").toFile());

    JsonNode more = JSON.readTree(result.toString().replaceFirst("\\{", "{\"surprise\":1,"));

    assertThat(schema().validate(more)).hasSize(1);
  }

  private void run(String more) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      log.append(
          """
          {"id":"c%d","user":"u%d","metadata":{"language":"%s"},"messages":[\
          {"role":"user","content":"q"},{"role":"assistant","content":"%s"}]}
          """
              .formatted(i, i, i % 3 == 0 ? "de" : "en", i % 5 == 0 ? "no" : "yes"));
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        stop { look-every = 10 }
        """
            + more);
    Ran.rehearsal(
        "run", folder.resolve("plan.conf").toString(), "--out", folder.resolve("run").toString());
  }

  /** The result of the run; fails with what the schema has against it. */
  private JsonNode describedResult() throws IOException {
    JsonNode result = JSON.readTree(folder.resolve("run/summary.json").toFile());
    assertThat(schema().validate(result)).isEmpty();
    return result;
  }

  public static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(JSON.readTree(FILE.toFile()));
  }
}
