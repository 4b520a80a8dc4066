package dev.rehearsal.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupStandingTest {
  private static final Path SCHEMA = Launched.root().resolve("docs/schemas/total.schema.json");

  @Test
  void saysWhoCountedWhatUpToWhen() {
    assertThat(GroupStandings.ofThree(100).lines())
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
    for (int prefixes : List.of(0, 100)) {
      ObjectNode json = GroupStandings.ofThree(prefixes).json();
      assertThat(schema.validate(json)).isEmpty();
      assertThat(json.path("prefixes").asLong()).isEqualTo(prefixes);
      assertThat(json.path("estimates").get(0).path("trials").asLong()).isEqualTo(prefixes);
      assertThat(json.path("upTo").asText()).isEqualTo("2026-11-28T06:00:00Z");
    }
  }
}
