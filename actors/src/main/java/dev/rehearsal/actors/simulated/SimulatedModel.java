package dev.rehearsal.actors.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The simulated model in this process: every fault comes out as the outcome that it has over HTTP.
 * With no latency it answers before {@link #complete} returns.
 */
public final class SimulatedModel implements ModelClient {
  private final SimulatedBehaviour behaviour;
  private final ObjectNode canonical;
  private final Delays delays;

  public SimulatedModel(SimulatedBehaviour behaviour, Delays delays) {
    this.behaviour = behaviour;
    this.canonical = behaviour.canonical();
    this.delays = delays;
  }

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    ObjectNode request = canonical.deepCopy();
    request.putArray("messages").addAll(prompt.messages());
    if (!prompt.tools().isEmpty()) {
      request.putArray("tools").addAll(prompt.tools());
    }
    return request;
  }

  @Override
  public CompletionStage<Outcome> complete(Call call) {
    List<JsonNode> messages = call.prompt().messages();
    Conduct conduct = behaviour.conduct(call.key(), call.attempt(), messages);
    Duration latency = latency(conduct);
    boolean late = latency.compareTo(call.deadline()) >= 0;
    Duration wait = late ? call.deadline() : latency;
    if (wait.isZero()) {
      return CompletableFuture.completedFuture(outcome(call, conduct));
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    delays.after(
        wait,
        () -> outcome.complete(late ? Outcome.Failed.lost("timeout") : outcome(call, conduct)));
    return outcome;
  }

  @Override
  public void close() {}

  private Duration latency(Conduct conduct) {
    if (conduct.fault().isEmpty()) {
      return conduct.latency();
    }
    return switch (conduct.fault().get()) {
      case RATE_LIMITED, RATE_LIMITED_WITH_RETRY_AFTER -> Duration.ZERO;
      case SLOW_DRIP -> conduct.latency().plus(behaviour.settings().dripFor());
      case HTTP_500,
          HTTP_503,
          CUT_CONNECTION,
          TRUNCATED_JSON,
          NO_CHOICE,
          WRONG_CONTENT_TYPE,
          CONTENT_FILTER,
          CONTENT_BLOCKED ->
          conduct.latency();
    };
  }

  private Outcome outcome(Call call, Conduct conduct) {
    if (conduct.fault().isEmpty()) {
      return answered(call);
    }
    return switch (conduct.fault().get()) {
      case RATE_LIMITED -> new Outcome.RateLimited(Optional.empty(), Optional.empty());
      case RATE_LIMITED_WITH_RETRY_AFTER ->
          new Outcome.RateLimited(Optional.of(behaviour.settings().retryAfter()), Optional.empty());
      case HTTP_500 -> Outcome.Failed.retryable("http 500");
      case HTTP_503 -> Outcome.Failed.retryable("http 503");
      case CUT_CONNECTION -> Outcome.Failed.lost("connection cut");
      case TRUNCATED_JSON -> Outcome.Failed.lost("truncated json");
      case NO_CHOICE -> Outcome.Failed.lost("no choice");
      case WRONG_CONTENT_TYPE -> Outcome.Failed.lost("wrong content type");
      case CONTENT_BLOCKED -> new Outcome.Blocked("content_policy_violation");
      case SLOW_DRIP, CONTENT_FILTER -> answered(call);
    };
  }

  private Outcome answered(Call call) {
    SimulatedReply reply = behaviour.reply(call.key(), call.prompt().messages());
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("role", "assistant").put("content", reply.text());
    return new Outcome.Answered(
        new Reply(
            List.of(message),
            Optional.of(reply.finishReason()),
            Optional.of(new Reply.Usage(reply.inputTokens(), reply.outputTokens())),
            Optional.of("simulated")),
        Optional.empty());
  }
}
