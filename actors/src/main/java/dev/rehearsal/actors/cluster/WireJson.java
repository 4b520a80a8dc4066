package dev.rehearsal.actors.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Calls and outcomes as JSON, read back the same. */
final class WireJson {
  /** Reads numbers as everybody else here does: what was made elsewhere is the same to the bit. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String KIND = "kind";
  private static final String REASON = "reason";
  private static final String RETRY_AFTER = "retryAfterNanos";
  private static final String QUOTA = "quota";
  private static final String RESET_IN = "resetInNanos";
  private static final String LOWEST = "lowest";

  private WireJson() {}

  static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a tree.
   *
   * @throws IOException when the bytes are no JSON
   */
  static JsonNode tree(byte[] bytes) throws IOException {
    return JSON.readTree(bytes);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode of(Call call) {
    ObjectNode tree = object();
    tree.put("key", call.key());
    tree.put("attempt", call.attempt());
    tree.put("conversation", call.prompt().conversationId());
    tree.set("messages", array(call.prompt().messages()));
    tree.set("tools", array(call.prompt().tools()));
    tree.put("deadlineNanos", call.deadline().toNanos());
    return tree;
  }

  static Call call(JsonNode tree) {
    return new Call(
        required(tree, "key").textValue(),
        required(tree, "attempt").intValue(),
        new Prompt(
            required(tree, "conversation").textValue(),
            list(required(tree, "messages")),
            list(required(tree, "tools"))),
        Duration.ofNanos(required(tree, "deadlineNanos").longValue()));
  }

  static ObjectNode of(Outcome outcome) {
    ObjectNode tree = object();
    if (outcome instanceof Outcome.Answered answered) {
      tree.put(KIND, "answered");
      put(tree, answered.reply());
    } else if (outcome instanceof Outcome.RateLimited limited) {
      tree.put(KIND, "rate-limited");
      limited.retryAfter().ifPresent(wait -> tree.put(RETRY_AFTER, wait.toNanos()));
    } else if (outcome instanceof Outcome.Blocked blocked) {
      tree.put(KIND, "blocked").put(REASON, blocked.reason());
    } else if (outcome instanceof Outcome.Stranded stranded) {
      tree.put(KIND, "stranded").put(REASON, stranded.reason());
    } else if (outcome instanceof Outcome.Lapsed) {
      tree.put(KIND, "lapsed");
    } else if (outcome instanceof Outcome.Failed failed) {
      tree.put(KIND, "failed").put(REASON, failed.reason());
      tree.put("retryable", failed.retryable());
      tree.put("fatal", failed.fatal());
      tree.put("maybeBilled", failed.maybeBilled());
      failed.retryAfter().ifPresent(wait -> tree.put(RETRY_AFTER, wait.toNanos()));
    }
    outcome.quota().ifPresent(quota -> put(tree.putObject(QUOTA), quota));
    return tree;
  }

  static Outcome outcome(JsonNode tree) {
    Optional<Outcome.Quota> quota = optional(tree, QUOTA, Function.identity()).map(WireJson::quota);
    Optional<Duration> retryAfter = optional(tree, RETRY_AFTER, WireJson::nanos);
    String kind = required(tree, KIND).textValue();
    return switch (kind) {
      case "answered" -> new Outcome.Answered(reply(tree), quota);
      case "rate-limited" -> new Outcome.RateLimited(retryAfter, quota);
      case "blocked" -> new Outcome.Blocked(required(tree, REASON).textValue());
      case "stranded" -> new Outcome.Stranded(required(tree, REASON).textValue());
      case "lapsed" -> new Outcome.Lapsed();
      case "failed" ->
          new Outcome.Failed(
              required(tree, REASON).textValue(),
              required(tree, "retryable").booleanValue(),
              required(tree, "fatal").booleanValue(),
              retryAfter,
              required(tree, "maybeBilled").booleanValue());
      default -> throw new IllegalArgumentException("no kind of outcome: " + kind);
    };
  }

  private static void put(ObjectNode tree, Reply reply) {
    tree.set("messages", array(reply.messages()));
    reply.finishReason().ifPresent(reason -> tree.put("finishReason", reason));
    reply
        .usage()
        .ifPresent(
            usage ->
                tree.put("inputTokens", usage.inputTokens())
                    .put("outputTokens", usage.outputTokens()));
    reply.servedModel().ifPresent(model -> tree.put("servedModel", model));
  }

  private static Reply reply(JsonNode tree) {
    return new Reply(
        list(required(tree, "messages")),
        optional(tree, "finishReason", JsonNode::textValue),
        optional(tree, "inputTokens", JsonNode::longValue)
            .map(input -> new Reply.Usage(input, required(tree, "outputTokens").longValue())),
        optional(tree, "servedModel", JsonNode::textValue));
  }

  private static void put(ObjectNode tree, Outcome.Quota quota) {
    quota.remainingRequests().ifPresent(left -> tree.put("requests", left));
    quota.remainingTokens().ifPresent(left -> tree.put("tokens", left));
    quota.resetIn().ifPresent(reset -> tree.put(RESET_IN, reset.toNanos()));
    quota.lowest().ifPresent(lowest -> put(tree.putObject(LOWEST), lowest));
  }

  private static void put(ObjectNode tree, Outcome.Level level) {
    tree.put("of", level.of()).put("share", level.share());
    level.resetIn().ifPresent(reset -> tree.put(RESET_IN, reset.toNanos()));
  }

  private static Outcome.Quota quota(JsonNode tree) {
    return new Outcome.Quota(
        optional(tree, "requests", JsonNode::longValue),
        optional(tree, "tokens", JsonNode::longValue),
        optional(tree, RESET_IN, WireJson::nanos),
        optional(tree, LOWEST, WireJson::level));
  }

  private static Outcome.Level level(JsonNode tree) {
    return new Outcome.Level(
        required(tree, "of").textValue(),
        required(tree, "share").doubleValue(),
        optional(tree, RESET_IN, WireJson::nanos));
  }

  private static Duration nanos(JsonNode value) {
    return Duration.ofNanos(value.longValue());
  }

  private static ArrayNode array(List<JsonNode> nodes) {
    return JsonNodeFactory.instance.arrayNode().addAll(nodes);
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  /** The value of a key that every record of this kind has. */
  static JsonNode required(JsonNode tree, String key) {
    JsonNode value = tree.get(key);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("a record from the cluster has no " + key);
    }
    return value;
  }

  private static <T> Optional<T> optional(JsonNode tree, String key, Function<JsonNode, T> read) {
    return tree.hasNonNull(key) ? Optional.of(read.apply(tree.get(key))) : Optional.empty();
  }
}
