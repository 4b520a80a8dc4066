package dev.rehearsal.streams.sink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.journal.StoredAdmission;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Reasons;
import java.time.Instant;

/** What is published, as JSON: {@code docs/schemas} describes each. No text of a conversation. */
final class Messages {
  private static final String VERDICT = "rehearsal/verdict/1";
  private static final String ESTIMATES = "rehearsal/estimates/1";
  private static final String ALARM = "rehearsal/alarm/1";

  private Messages() {}

  /** One verdict; its evidence quotes the reply, and is left out, as a program's own reason is. */
  static ObjectNode verdict(String run, StoredAdmission admission, VerdictRow row) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schema", VERDICT)
            .put("run", run)
            .put("admission", admission.number())
            .put("conversation", admission.conversationId())
            .put("cut", admission.cutAt())
            .put("time", admission.time().map(Instant::toString).orElse(null));
    json.putObject("position")
        .put("source", admission.position().source())
        .put("line", admission.position().line());
    ObjectNode slices = json.putObject("slices");
    admission.slices().forEach(slices::put);
    json.put("lane", row.lane())
        .put("sample", row.sample())
        .put("category", row.category())
        .put("grader", row.fingerprint());
    return row.verdict()
        .fold(
            graded -> {
              json.put("verdict", graded.violates() ? "hit" : "clean");
              graded.level().ifPresent(level -> json.put("level", level));
              graded.probability().ifPresent(p -> json.put("probability", p));
              return json;
            },
            ungraded ->
                json.put("verdict", "ungraded").put("reason", Reasons.told(ungraded.reason())),
            outside -> json.put("verdict", "not-applicable").put("reason", outside.population()));
  }

  /** All estimates and comparisons at a look. */
  static ObjectNode estimates(String run, Standing standing, Instant now) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schema", ESTIMATES)
            .put("run", run)
            .put("at", now.toString());
    json.setAll(StandingJson.of(standing));
    return json;
  }

  /** An alarm that something has changed. */
  static ObjectNode alarm(String run, Alarm alarm, String sentence, Instant now) {
    ObjectNode json = alarm(run, sentence, now);
    json.set("alarm", StandingJson.alarm(alarm));
    return json;
  }

  /** An alarm that a category is not as forecast. */
  static ObjectNode alarm(String run, ObjectNode category, String sentence, Instant now) {
    ObjectNode json = alarm(run, sentence, now);
    json.set("live", category);
    return json;
  }

  private static ObjectNode alarm(String run, String sentence, Instant now) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("schema", ALARM)
        .put("run", run)
        .put("at", now.toString())
        .put("sentence", sentence);
  }
}
