package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.testing.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The calculator as a program sees it, against the reference vectors. */
class IntervalIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIXED = Set.of("clopper-pearson", "wilson", "jeffreys");

  private record Asked(ObjectNode question, Vectors.Case row) {}

  @Test
  void agreesWithEveryVectorOfItsMethods() throws IOException {
    List<Asked> asked = new ArrayList<>();
    Vectors.cases("beta_mixture_cs").forEach(row -> askSequence(row, "S", asked));
    Vectors.cases("wor_cs").forEach(row -> askSequence(row, "k", asked));
    Vectors.cases("fixed_n").forEach(row -> askFixed(row, asked));
    StringBuilder questions = new StringBuilder();
    asked.forEach(one -> questions.append(one.question()).append('\n'));

    Launched launched = Launched.answering(questions.toString(), "interval", "--batch");

    assertThat(launched.exitCode()).as(launched.err()).isZero();
    List<String> answers = launched.out().lines().toList();
    assertThat(answers).hasSameSizeAs(asked).hasSizeGreaterThan(70);
    for (int line = 0; line < answers.size(); line++) {
      JsonNode answer = JSON.readTree(answers.get(line));
      asked.get(line).row().check("lo", answer.path("low").doubleValue());
      asked.get(line).row().check("hi", answer.path("high").doubleValue());
      for (var field : asked.get(line).question().properties()) {
        assertThat(answer.get(field.getKey())).isEqualTo(field.getValue());
      }
    }
  }

  @Test
  void putsAnErrorInPlaceOfEachBadLine() {
    String good = "{\"method\":\"wilson\",\"hits\":1,\"trials\":10,\"id\":\"a\"}\n";

    Launched launched =
        Launched.answering(
            good + "nonsense\n\n{\"hits\":3,\"trials\":2}\n{\"hits\":1,\"trails\":2}\n" + good,
            "interval",
            "--batch");

    assertThat(launched.exitCode()).isEqualTo(2);
    List<String> lines = launched.out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains("\"id\":\"a\"").contains("\"low\":").isEqualTo(lines.get(5));
    assertThat(lines.get(1)).startsWith("{\"error\":\"not JSON").endsWith("\"line\":2}");
    assertThat(lines.get(2)).startsWith("{\"error\":").endsWith("\"line\":3}");
    assertThat(lines.get(3)).contains("hits must be in [0, 2], was 3").endsWith("\"line\":4}");
    assertThat(lines.get(4)).contains("did you mean trials?").endsWith("\"line\":5}");
  }

  @Test
  void answersAHundredThousandLines() {
    String line = "{\"method\":\"lu7\",\"hits\":10,\"trials\":100000,\"confidence\":0.95}\n";

    Launched launched = Launched.answering(line.repeat(100_000), "interval", "--batch");

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out()).hasLineCount(100_000);
    assertThat(launched.out().lines().distinct()).hasSize(1);
  }

  @Test
  void answersAPersonWithUnits() {
    Launched launched =
        Launched.rehearsal("interval", "--hits", "10", "--trials", "100000", "--method", "all");

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out())
        .contains("10 of 100,000 trials: 10.0 per 100k, 0.0100 %")
        .contains("95 % interval per 100k")
        .containsPattern("lu7 +2\\.62 to 25\\.3 .*at every look")
        .containsPattern("clopper-pearson +4\\.80 to 18\\.4 .*at one look, fixed in advance");
  }

  @Test
  void answersAProgramInOneLine() throws IOException {
    Launched launched =
        Launched.rehearsal("interval", "--hits=4", "--trials=311", "--population=311", "--json");

    JsonNode answer = JSON.readTree(launched.out());
    assertThat(answer.path("hits").isIntegralNumber()).isTrue();
    assertThat(answer.path("low").doubleValue()).isEqualTo(4.0 / 311);
    assertThat(answer.path("high").doubleValue()).isEqualTo(4.0 / 311);
    assertThat(launched.err()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithItsOptions() {
    assertUsage("hits must be in [0, 5], was 7", "--hits=7", "--trials=5");
    assertUsage("for 95 % write 0.95", "--hits=1", "--trials=5", "--confidence=95");
    assertUsage("--trials is missing", "--hits=1");
    assertUsage("did you mean wilson?", "--hits=1", "--trials=5", "--method=wilsn");
    assertUsage("give both or neither", "--hits=1", "--trials=5", "--method=informed");
    assertUsage("not for wilson", "--hits=1", "--trials=5", "--method=wilson", "--population=9");
    assertUsage("--hit", "--hit=1", "--trials=5");
    assertUsage("stdin", "--batch", "--hits=1");
  }

  private static void assertUsage(String message, String... options) {
    List<String> arguments = new ArrayList<>(List.of("interval"));
    arguments.addAll(List.of(options));
    Launched launched = Launched.rehearsal(arguments.toArray(new String[0]));
    assertThat(launched.exitCode()).as(launched.err()).isEqualTo(2);
    assertThat(launched.out()).isEmpty();
    assertThat(launched.err()).contains(message);
  }

  private static void askSequence(Vectors.Case row, String hits, List<Asked> asked) {
    JsonNode prior = row.inputs().path("prior");
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    if (prior.asText().equals("LU7")) {
      question.put("method", "lu7");
    } else if (prior.path("type").asText().equals("informed")) {
      question.put("method", "informed").set("expectedRate", prior.path("p0"));
    } else {
      return;
    }
    question.set("hits", row.inputs().path(hits));
    question.set("trials", row.inputs().path("n"));
    question.put("confidence", 1 - row.number("alpha"));
    if (row.inputs().has("N")) {
      question.set("population", row.inputs().path("N"));
    }
    asked.add(new Asked(question, row));
  }

  private static void askFixed(Vectors.Case row, List<Asked> asked) {
    String method = row.inputs().path("method").asText();
    if (FIXED.contains(method)) {
      ObjectNode question = JsonNodeFactory.instance.objectNode().put("method", method);
      question.set("hits", row.inputs().path("k"));
      question.set("trials", row.inputs().path("n"));
      question.put("confidence", 1 - row.number("alpha"));
      asked.add(new Asked(question, row));
    }
  }
}
