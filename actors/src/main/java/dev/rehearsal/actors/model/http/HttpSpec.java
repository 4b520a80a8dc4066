package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** A model behind HTTP, in one dialect. */
record HttpSpec(
    String name,
    HttpSettings http,
    ChatSettings chat,
    ModelSettings settings,
    String path,
    Map<String, String> headers,
    Dialect dialect)
    implements ModelSpec {

  /** How a prompt becomes a request, and a success becomes an outcome. */
  interface Dialect {
    String name();

    JsonNode request(ChatSettings chat, Prompt prompt);

    /** Of a reply with a status of success. */
    Outcome understand(HttpReply reply, RateLimitHeaders limits, Refusals refusals);
  }

  static HttpSpec openAi(
      String name, HttpSettings http, ChatSettings chat, ModelSettings settings) {
    return new HttpSpec(
        name, http, chat, bounded(chat, settings), "/chat/completions", Map.of(), new OpenAi());
  }

  static HttpSpec anthropic(
      String name, HttpSettings http, ChatSettings chat, ModelSettings settings, String version) {
    return new HttpSpec(
        name,
        http,
        chat,
        bounded(chat, settings),
        "/messages",
        Map.of("anthropic-version", version),
        new Anthropic());
  }

  @Override
  public Optional<String> host() {
    return Optional.of(http.host());
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.of(http.port());
  }

  @Override
  public boolean generates() {
    return true;
  }

  @Override
  public JsonNode canonicalSettings() {
    ObjectNode canonical = JsonNodeFactory.instance.objectNode();
    canonical.put("type", dialect.name());
    canonical.put("model", chat.model());
    canonical.set("parameters", chat.parameters());
    chat.systemPrompt().ifPresent(prompt -> canonical.put("system-prompt", prompt));
    chat.messageFields().forEach(canonical.withArray("/message-fields")::add);
    ObjectNode sent = canonical.putObject("headers");
    headers.forEach(sent::put);
    http.harmlessHeaders().forEach(sent::put);
    return canonical;
  }

  @Override
  public ModelClient open(OpenContext context) {
    HttpExchange exchange = new HttpExchange(http, path, headers);
    Refusals refusals = new Refusals(http.blockedCodes(), context.clock());
    return new ModelClient() {
      @Override
      public JsonNode canonicalRequest(Prompt prompt) {
        ObjectNode canonical = JsonNodeFactory.instance.objectNode();
        canonical.put("type", dialect.name());
        http.harmlessHeaders().forEach(canonical.putObject("headers")::put);
        canonical.set("body", dialect.request(chat, prompt));
        return canonical;
      }

      @Override
      public CompletionStage<Outcome> complete(Call call) {
        return exchange.send(
            call,
            dialect.request(chat, call.prompt()),
            reply -> understand(reply, refusals, context));
      }

      @Override
      public void close() {
        exchange.close();
      }
    };
  }

  private Outcome understand(HttpReply reply, Refusals refusals, OpenContext context) {
    if (!reply.ok()) {
      return refusals.of(reply);
    }
    if (!reply.json()) {
      return Outcome.Failed.lost("wrong content type");
    }
    if (!reply.body().isObject()) {
      return Outcome.Failed.lost("truncated json");
    }
    return dialect.understand(
        reply, new RateLimitHeaders(reply.headers(), context.clock()), refusals);
  }

  private static ModelSettings bounded(ChatSettings chat, ModelSettings settings) {
    return chat.longestReply().isPresent()
        ? settings.withLongestReply(chat.longestReply().getAsLong())
        : settings;
  }
}
