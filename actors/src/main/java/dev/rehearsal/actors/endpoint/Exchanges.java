package dev.rehearsal.actors.endpoint;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.actors.simulated.Conduct;
import dev.rehearsal.actors.simulated.Delays;
import dev.rehearsal.actors.simulated.Fault;
import dev.rehearsal.actors.simulated.SimulatedBehaviour;
import dev.rehearsal.config.Secret;
import dev.rehearsal.conversation.Canonical;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What happens between a request's head and the end of its response. Thread-safe. */
final class Exchanges {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BODY_TIMEOUT_MILLIS = 60_000;

  private final EndpointSettings settings;
  private final SimulatedBehaviour behaviour;
  private final Optional<RequestWindow> window;
  private final Optional<CallLog> callLog;
  private final Delays delays;
  private final InstantSource clock;
  private final Materializer materializer;
  private final Set<Exchange> dripping = ConcurrentHashMap.newKeySet();
  private final OpenAiDialect openAi;
  private final Dialect anthropic = new AnthropicDialect();

  Exchanges(
      EndpointSettings settings,
      Optional<CallLog> callLog,
      Delays delays,
      InstantSource clock,
      ActorSystem<?> system) {
    this.settings = settings;
    this.behaviour = new SimulatedBehaviour(settings.simulated());
    this.window =
        settings.requestsPerMinute() == 0
            ? Optional.empty()
            : Optional.of(new RequestWindow(settings.requestsPerMinute()));
    this.callLog = callLog;
    this.delays = delays;
    this.clock = clock;
    this.materializer = SystemMaterializer.get(system).materializer();
    this.openAi = new OpenAiDialect(settings.simulated().seed());
  }

  /** Logs the drips that were cut, whose streams may not know it yet: all that are under way. */
  void endDrips() {
    dripping.forEach(Exchange::endDrip);
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    if (request.method().equals(HttpMethods.POST)) {
      if (path.equals("/v1/chat/completions")) {
        return complete(request, openAi);
      }
      if (path.equals("/v1/messages")) {
        return complete(request, anthropic);
      }
    }
    request.discardEntityBytes(materializer);
    if (request.method().equals(HttpMethods.GET)) {
      if (path.equals("/healthz")) {
        return CompletableFuture.completedFuture(HttpResponse.create().withEntity("ok\n"));
      }
      if (path.equals("/v1/models")) {
        return CompletableFuture.completedFuture(
            Responses.json(200, openAi.models(settings.servedModel().orElse("simulated"))));
      }
    }
    return CompletableFuture.completedFuture(
        Responses.json(
            Trouble.NOT_FOUND.status(),
            openAi.error(
                Trouble.NOT_FOUND, "no such route: " + request.method().value() + " " + path)));
  }

  private CompletionStage<HttpResponse> complete(HttpRequest request, Dialect dialect) {
    Instant start = clock.instant();
    Optional<RequestWindow.Standing> standing = window.map(w -> w.admit(start));
    List<HttpHeader> headers = new ArrayList<>();
    standing.ifPresent(s -> headers.addAll(dialect.quota(s, start)));
    Exchange exchange = new Exchange(request, dialect, start, headers);
    if (!settings.apiKey().map(Secret::reveal).map(exchange.apiKey()::equals).orElse(true)) {
      request.discardEntityBytes(materializer);
      return exchange.refuse(Trouble.UNAUTHORIZED, "unauthorized", "the API key is not known here");
    }
    if (standing.isPresent() && !standing.get().admitted()) {
      request.discardEntityBytes(materializer);
      headers.add(Responses.retryAfter(standing.get().untilNext()));
      return exchange.refuse(
          Trouble.RATE_LIMITED,
          "over-limit",
          "more than " + settings.requestsPerMinute() + " requests within a minute");
    }
    return request
        .entity()
        .withSizeLimit(settings.maxRequestBytes())
        .toStrict(BODY_TIMEOUT_MILLIS, materializer)
        .handle(
            (entity, failure) ->
                failure == null ? exchange.respond(entity.getData()) : exchange.unread(failure))
        .thenCompose(response -> response);
  }

  /** One request on its way to its response. */
  private final class Exchange {
    private final Dialect dialect;
    private final Instant start;
    private final List<HttpHeader> headers;
    private final String apiKey;
    private final Optional<String> idempotencyKey;
    private final String attemptText;
    private String key;
    private int attempt = 1;
    private String model = "";

    Exchange(HttpRequest request, Dialect dialect, Instant start, List<HttpHeader> headers) {
      this.dialect = dialect;
      this.start = start;
      this.headers = headers;
      this.apiKey =
          header(request, "Authorization")
              .map(value -> value.startsWith("Bearer ") ? value.substring(7) : value)
              .or(() -> header(request, "x-api-key"))
              .or(() -> header(request, "api-key"))
              .orElse("");
      this.idempotencyKey = header(request, "Idempotency-Key").filter(k -> !k.isEmpty());
      this.key = idempotencyKey.orElse("");
      this.attemptText = header(request, "X-Rehearsal-Attempt").orElse("1");
    }

    String apiKey() {
      return apiKey;
    }

    CompletionStage<HttpResponse> respond(ByteString data) {
      byte[] bytes = data.toArrayUnsafe();
      if (idempotencyKey.isEmpty()) {
        key = Canonical.sha256(data.utf8String());
      }
      JsonNode request;
      try {
        request = JSON.readTree(bytes);
      } catch (JsonProcessingException e) {
        return badRequest("the body is not JSON: " + e.getOriginalMessage());
      } catch (IOException e) {
        return badRequest("the body cannot be read: " + e.getMessage());
      }
      model = settings.servedModel().orElse(request.path("model").asText("simulated"));
      String unsupported = dialect.unsupported(request);
      if (!unsupported.isEmpty()) {
        return badRequest(unsupported);
      }
      if (!attemptText.matches("[1-9]\\d{0,8}")) {
        return badRequest("X-Rehearsal-Attempt must be 1 or more, was " + attemptText);
      }
      attempt = Integer.parseInt(attemptText);
      List<JsonNode> messages = new ArrayList<>();
      request.path("messages").forEach(messages::add);
      return act(messages);
    }

    /** Nothing but a rate limit answers before the latency has passed. */
    private CompletionStage<HttpResponse> act(List<JsonNode> messages) {
      Conduct conduct = behaviour.conduct(key, attempt, messages);
      boolean atOnce =
          conduct
              .fault()
              .filter(f -> f == Fault.RATE_LIMITED || f == Fault.RATE_LIMITED_WITH_RETRY_AFTER)
              .isPresent();
      Duration latency = atOnce ? Duration.ZERO : conduct.latency();
      if (latency.isZero()) {
        return CompletableFuture.completedFuture(response(conduct, messages));
      }
      CompletableFuture<HttpResponse> later = new CompletableFuture<>();
      delays.after(
          latency.minus(Duration.between(start, clock.instant())),
          () -> later.complete(response(conduct, messages)));
      return later;
    }

    private HttpResponse response(Conduct conduct, List<JsonNode> messages) {
      if (conduct.fault().isEmpty()) {
        return answer(messages, "answered");
      }
      Fault fault = conduct.fault().get();
      return switch (fault) {
        case CONTENT_FILTER -> answer(messages, fault.text());
        case RATE_LIMITED -> error(Trouble.RATE_LIMITED, fault.text(), "slow down");
        case RATE_LIMITED_WITH_RETRY_AFTER -> {
          headers.add(Responses.retryAfter(settings.simulated().retryAfter()));
          yield error(Trouble.RATE_LIMITED, fault.text(), "slow down");
        }
        case HTTP_500 -> error(Trouble.SERVER_ERROR, fault.text(), "a fault as asked for");
        case HTTP_503 -> error(Trouble.UNAVAILABLE, fault.text(), "a fault as asked for");
        case CONTENT_BLOCKED ->
            error(Trouble.BLOCKED, fault.text(), "blocked by content filtering policy");
        case NO_CHOICE ->
            finish(
                fault.text(),
                Responses.json(
                    200, dialect.withoutChoice(key, model, behaviour.reply(key, messages))));
        case WRONG_CONTENT_TYPE -> finish(fault.text(), Responses.html());
        case TRUNCATED_JSON -> finish(fault.text(), Responses.truncated(body(messages)));
        case CUT_CONNECTION -> finish(fault.text(), Responses.cut(body(messages)));
        case SLOW_DRIP -> drip(body(messages)).addHeaders(headers);
      };
    }

    private HttpResponse drip(ByteString body) {
      dripping.add(this);
      return Responses.drip(body, settings.simulated().dripFor(), this::endDrip);
    }

    /** Whoever is first logs it: its stream, or a stop that has cut it. */
    private void endDrip() {
      if (dripping.remove(this)) {
        log(Fault.SLOW_DRIP.text(), 200);
      }
    }

    private ByteString body(List<JsonNode> messages) {
      return Responses.bytes(dialect.reply(key, model, behaviour.reply(key, messages)));
    }

    private HttpResponse answer(List<JsonNode> messages, String outcome) {
      return finish(outcome, Responses.json(200, body(messages)));
    }

    private HttpResponse error(Trouble trouble, String outcome, String message) {
      String text = settings.echoKey() ? message + " (API key: " + apiKey + ")" : message;
      return finish(outcome, Responses.json(trouble.status(), dialect.error(trouble, text)));
    }

    CompletionStage<HttpResponse> refuse(Trouble trouble, String outcome, String message) {
      return CompletableFuture.completedFuture(error(trouble, outcome, message));
    }

    private CompletionStage<HttpResponse> badRequest(String message) {
      return refuse(Trouble.BAD_REQUEST, "bad-request", message);
    }

    CompletionStage<HttpResponse> unread(Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      return cause instanceof EntityStreamSizeException
          ? refuse(
              Trouble.TOO_LARGE,
              "too-large",
              "the body is longer than " + settings.maxRequestBytes() + " bytes")
          : badRequest("the body did not arrive");
    }

    private HttpResponse finish(String outcome, HttpResponse response) {
      log(outcome, response.status().intValue());
      return headers.isEmpty() ? response : response.addHeaders(headers);
    }

    private void log(String outcome, int status) {
      callLog.ifPresent(
          log ->
              log.add(
                  new CallLog.Entry(key, attempt, start, clock.instant(), outcome, status, model)));
    }
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }
}
