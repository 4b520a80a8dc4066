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
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The calculator as a program sees it, against the reference vectors. */
class IntervalIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> FIXED =
      Map.of(
          "clopper-pearson", "clopper-pearson",
          "cp-upper-one-sided", "clopper-pearson-upper",
          "wilson", "wilson",
          "jeffreys", "jeffreys",
          "poisson-garwood", "garwood");

  /** A question, and the names under which its row expects the limits; empty for one not there. */
  private record Asked(ObjectNode question, Vectors.Case row, String low, String high) {
    Asked(ObjectNode question, Vectors.Case row) {
      this(question, row, "lo", "hi");
    }
  }

  @Test
  void agreesWithEveryVectorOfItsMethods() throws IOException {
    List<Asked> asked = new ArrayList<>();
    Vectors.cases("beta_mixture_cs").forEach(row -> askSequence(row, "S", asked));
    Vectors.cases("wor_cs").forEach(row -> askSequence(row, "k", asked));
    Vectors.cases("fixed_n").forEach(row -> askFixed(row, asked));
    Vectors.cases("hybrid_cs").forEach(row -> askHybrid(row, asked));
    Vectors.cases("one_sided_cs").forEach(row -> askSides(row, asked));
    Vectors.cases("gamma_poisson_cs").forEach(row -> askExposure(row, asked));
    StringBuilder questions = new StringBuilder();
    asked.forEach(one -> questions.append(one.question()).append('\n'));

    Launched launched = Launched.answering(questions.toString(), "interval", "--batch");

    assertThat(launched.exitCode()).as(launched.err()).isZero();
    List<String> answers = launched.out().lines().toList();
    assertThat(answers).hasSameSizeAs(asked).hasSizeGreaterThan(110);
    for (int line = 0; line < answers.size(); line++) {
      JsonNode answer = JSON.readTree(answers.get(line));
      check(asked.get(line).row(), asked.get(line).low(), answer.path("low").doubleValue());
      check(asked.get(line).row(), asked.get(line).high(), answer.path("high").doubleValue());
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
  @Tag("slow")
  void answersAHundredThousandLines() {
    String line = "{\"method\":\"lu7\",\"hits\":10,\"trials\":100000,\"confidence\":0.95}\n";

    Launched launched = Launched.answering(line.repeat(100_000), "interval", "--batch");

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out()).hasLineCount(100_000);
    assertThat(launched.out().lines().distinct()).hasSize(1);
  }

  @Test
  void answersAPersonWithUnits() {
    Launched launched = Launched.rehearsal("interval", "--hits", "10", "--trials", "100000");

    assertThat(launched.exitCode()).isZero();
    assertThat(launched.out())
        .contains("10 of 100,000 trials: 10.0 per 100k, 0.0100 %")
        .contains("95 % interval per 100k")
        .containsPattern("lu7 +2\\.62 to 25\\.3 .*at every look")
        .containsPattern("one-sided-upper +at most 24\\.1 .*at every look")
        .contains("Choose one before the data are seen")
        .contains("--first-look")
        .containsPattern("clopper-pearson +4\\.80 to 18\\.4 .*at one look, fixed in advance");
  }

  @Test
  void answersAProgramInOneLine() throws IOException {
    Launched launched =
        Launched.rehearsal("interval", "--hits=4", "--trials=311", "--population=311", "--json");

    JsonNode answer = JSON.readTree(launched.out());
    assertThat(launched.out()).hasLineCount(1);
    assertThat(answer.path("method").asText()).isEqualTo("without-replacement");
    assertThat(answer.path("holds").asText()).isEqualTo("at-every-look");
    assertThat(answer.path("hits").isIntegralNumber()).isTrue();
    assertThat(answer.path("low").doubleValue()).isEqualTo(4.0 / 311);
    assertThat(answer.path("high").doubleValue()).isEqualTo(4.0 / 311);
    assertThat(launched.err()).isEmpty();
  }

  @Test
  void answersAtPlannedLooksAlone() {
    String[] asked = {
      "interval", "--method=looks", "--first-look=1000", "--looks=5", "--hits=10", "--trials=8000"
    };
    Launched planned = Launched.rehearsal(asked);
    asked[5] = "--trials=9000";
    Launched between = Launched.rehearsal(asked);

    assertThat(planned.exitCode()).isZero();
    assertThat(planned.out()).contains("at the planned looks, not between");
    assertThat(between.exitCode()).isEqualTo(2);
    assertThat(between.err()).contains("not at 9000; the next is at 16000");
  }

  @Test
  void answersInUnitsOfExposure() {
    Launched launched = Launched.rehearsal("interval", "--hits=3", "--exposure=2500.5");

    assertThat(launched.out())
        .contains("3 hits in 2,500.5 units of exposure: 120 per 100k units")
        .containsPattern("gamma-poisson +7\\.84 to 508 ")
        .containsPattern("garwood +24\\.7 to 351 ");
  }

  @Test
  void saysWhatIsWrongWithItsOptions() {
    assertUsage("hits must be in [0, 5], was 7", "--hits=7", "--trials=5");
    assertUsage("for 95 % write 0.95", "--hits=1", "--trials=5", "--confidence=95");
    assertUsage("--trials is missing", "--hits=1");
    assertUsage("did you mean wilson?", "--hits=1", "--trials=5", "--method=wilsn");
    assertUsage("add --expected-rate", "--hits=1", "--trials=5", "--method=informed");
    assertUsage("add --population", "--hits=1", "--trials=5", "--method=without-replacement");
    assertUsage("add --exposure", "--hits=1", "--trials=5", "--method=gamma-poisson");
    assertUsage("add --exposure", "--hits=1", "--trials=5", "--method=garwood");
    assertUsage("add --first-look", "--hits=1", "--trials=5", "--method=looks", "--looks=2");
    assertUsage("at least 30 hits", "--hits=1", "--trials=5", "--method=asymptotic");
    assertUsage("of no use", "--hits=1", "--trials=5", "--method=wilson", "--population=9");
    assertUsage("of no use", "--hits=1", "--trials=5", "--population=9", "--sd=0.1");
    assertUsage("must hold the 5 trials", "--hits=1", "--trials=5", "--population=4");
    assertUsage("hits must be a whole number", "--hits=1.5", "--trials=5", "--method=wilson");
    assertUsage("--hit", "--hit=1", "--trials=5");
    assertUsage("stdin", "--batch", "--hits=1");
  }

  private static void assertUsage(String message, String... options) {
    List<String> arguments = new ArrayList<>(List.of("interval"));
    arguments.addAll(List.of(options));
    Launched launched = InProcess.rehearsal(arguments.toArray(new String[0]));
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
    String method = FIXED.get(row.inputs().path("method").asText());
    ObjectNode question = JsonNodeFactory.instance.objectNode().put("method", method);
    question.set("hits", row.inputs().path("k"));
    if (row.inputs().has("n")) {
      question.set("trials", row.inputs().path("n"));
    } else {
      question.put("exposure", 1);
    }
    question.put("confidence", 1 - row.number("alpha"));
    asked.add(new Asked(question, row, "clopper-pearson-upper".equals(method) ? "" : "lo", "hi"));
  }

  private static void askHybrid(Vectors.Case row, List<Asked> asked) {
    if (row.number("a") == 1) {
      asked.add(new Asked(question("hybrid", row, "S", "trials", "n"), row));
    }
  }

  private static void askSides(Vectors.Case row, List<Asked> asked) {
    asked.add(new Asked(question("one-sided-upper", row, "S", "trials", "n"), row, "", "upper"));
    asked.add(new Asked(question("one-sided-lower", row, "S", "trials", "n"), row, "lower", ""));
  }

  private static void askExposure(Vectors.Case row, List<Asked> asked) {
    asked.add(new Asked(question("gamma-poisson", row, "k", "exposure", "T"), row));
  }

  private static ObjectNode question(
      String method, Vectors.Case row, String hits, String sizeField, String size) {
    ObjectNode question = JsonNodeFactory.instance.objectNode().put("method", method);
    question.set("hits", row.inputs().path(hits));
    question.set(sizeField, row.inputs().path(size));
    return question.put("confidence", 1 - row.number("alpha"));
  }

  private static void check(Vectors.Case row, String name, double actual) {
    if (!name.isEmpty()) {
      row.check(name, actual);
    }
  }
}
