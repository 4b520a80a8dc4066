package dev.rehearsal.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.Price;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Spent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * A judge whose cost is journalled call by call, so that a budget outlives the process. What a
 * judge says is kept as verdicts, not here.
 */
record Meter(Model judge, Optional<Price> price, Journal journal, InstantSource clock)
    implements Model {
  /** The kind of a judge's journalled event. */
  static final String KIND = "judge-call";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return judge.name();
  }

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return judge.canonicalRequest(prompt);
  }

  @Override
  public CompletionStage<Answer> ask(String key, Prompt prompt) {
    return judge
        .ask(key, prompt)
        .thenApply(
            answer -> {
              if (answer instanceof Answer.Answered answered) {
                journal.append(event(answered.attempts(), answered.reply().usage()));
              } else if (answer instanceof Answer.Blocked blocked) {
                journal.append(event(blocked.attempts(), Optional.empty()));
              } else if (answer instanceof Answer.Failed failed) {
                journal.append(event(failed.attempts(), Optional.empty()));
              }
              return answer;
            });
  }

  private EventRow event(int attempts, Optional<Reply.Usage> usage) {
    long input = usage.map(Reply.Usage::inputTokens).orElse(0L);
    long output = usage.map(Reply.Usage::outputTokens).orElse(0L);
    return new EventRow(
        clock.instant(),
        KIND,
        JsonNodeFactory.instance
            .objectNode()
            .put("judge", judge.name())
            .put("attempts", attempts)
            .put("inputTokens", input)
            .put("outputTokens", output)
            .put("usd", price.map(p -> p.of(input, output)).orElse(0.0))
            .toString());
  }

  /** What the journal says that judges took, by name. */
  static Map<String, Spent> spent(JournalReader reader) {
    Map<String, Spent> spent = new TreeMap<>();
    reader.events(KIND, event -> spent.merge(judge(event), spent(event), Spent::plus));
    return spent;
  }

  /** The most that one journalled call to each judge took, by name. */
  static Map<String, Cost> dearest(JournalReader reader) {
    Map<String, Cost> dearest = new TreeMap<>();
    reader.events(
        KIND,
        event -> {
          Spent spent = spent(event);
          Cost cost = new Cost(1, spent.inputTokens() + spent.outputTokens(), spent.usd());
          dearest.merge(judge(event), cost, (a, b) -> a.tokens() < b.tokens() ? b : a);
        });
    return dearest;
  }

  /** The judge that a journalled call was to. */
  private static String judge(EventRow event) {
    return detail(event).path("judge").asText();
  }

  /** What a journalled call took. */
  private static Spent spent(EventRow event) {
    JsonNode detail = detail(event);
    return new Spent(
        1,
        detail.path("attempts").asLong(),
        detail.path("inputTokens").asLong(),
        detail.path("outputTokens").asLong(),
        detail.path("usd").asDouble());
  }

  private static JsonNode detail(EventRow event) {
    try {
      return JSON.readTree(event.detail());
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed("the journal's event of a judge's call is not JSON", e);
    }
  }
}
