package dev.rehearsal.actors.model.http;

import static dev.rehearsal.actors.model.http.HttpModels.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.model.ModelClientContract;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenAiModelTest extends ModelClientContract {
  private static final String OK =
      """
      {"model":"m-2026","choices":[{"message":{"role":"assistant","content":"Hi",\
      "reasoning_content":"because"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":9,"completion_tokens":2}}
      """;

  private final StubServer server = StubServer.json(200, OK, "x-ratelimit-remaining-requests", "7");
  private final ModelClient client = HttpModels.open(plan(server, ""));

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Override
  protected ModelClient client() {
    return client;
  }

  @Test
  void keepsWhatTheMessageHoldsBesideItsContent() {
    Outcome.Answered answered = (Outcome.Answered) outcome(client, call(prompt()));
    Reply reply = answered.reply();
    assertThat(reply.messages().get(0).path("reasoning_content").asText()).isEqualTo("because");
    assertThat(reply.finishReason()).contains("stop");
    assertThat(reply.usage()).contains(new Reply.Usage(9, 2));
    assertThat(reply.servedModel()).contains("m-2026");
    assertThat(answered.quota())
        .contains(new Outcome.Quota(Optional.of(7L), Optional.empty(), Optional.empty()));
  }

  @Test
  void sendsKeyAttemptParametersAndToolsAsThePlanHasThem() {
    JsonNode tool = json("{\"name\":\"pay\",\"parameters\":{\"type\":\"object\"}}");
    Prompt prompt = new Prompt("c1", prompt().messages(), List.of(tool));
    try (ModelClient configured =
        HttpModels.open(
            plan(
                server,
                """
                api-key = "sesame-opens", api-key-header = "api-key", api-key-prefix = ""
                headers { X-Title = rehearsal }, query { api-version = "2024-10-21" }
                parameters { temperature = 0.5, max_tokens = 10 }, extra-body { top_k = 3 }
                """))) {
      outcome(configured, new Call("key-9", 3, prompt, Duration.ofSeconds(20)));
    }
    StubServer.Request request = server.request();
    assertThat(request.target()).isEqualTo("/v1/chat/completions?api-version=2024-10-21");
    assertThat(request.header("Api-key")).isEqualTo("sesame-opens");
    assertThat(request.header("X-title")).isEqualTo("rehearsal");
    assertThat(request.header("Idempotency-key")).isEqualTo("key-9");
    assertThat(request.header("X-rehearsal-attempt")).isEqualTo("3");
    assertThat(json(request.body()))
        .isEqualTo(
            json(
                """
                {"model":"m","messages":[{"role":"user","content":"Hello"}],"tools":[{"type":\
                "function","function":{"name":"pay","parameters":{"type":"object"}}}],\
                "temperature":0.5,"max_tokens":10,"top_k":3}
                """));
  }

  @Test
  void aSystemPromptStandsInForThePrefixsOwn() {
    Prompt prompt =
        HttpModels.prompt(
            """
            [{"role":"system","content":"old"},{"role":"user","content":"Hello","mood":"good"}]
            """);
    try (ModelClient configured =
        HttpModels.open(plan(server, "system-prompt = new, message-fields = [role, content]"))) {
      outcome(configured, call(prompt));
    }
    assertThat(json(server.request().body()).path("messages"))
        .isEqualTo(
            json(
                """
                [{"role":"system","content":"new"},{"role":"user","content":"Hello"}]
                """));
  }

  @Test
  void aDripThatNeverEndsIsCutAtTheDeadline() {
    try (StubServer slow =
        new StubServer(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, 0);
              while (this.server.waitUnlessClosed(20)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
              }
            })) {
      Outcome outcome = ask(slow, Duration.ofMillis(400));
      assertThat(outcome).isEqualTo(Outcome.Failed.lost("timeout"));
    }
  }

  @Test
  void aCutConnectionMayBeTriedAgainAndMayHaveBeenCharged() {
    try (StubServer cut =
        new StubServer(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
            })) {
      assertThat(ask(cut)).isEqualTo(Outcome.Failed.lost("connection cut"));
    }
  }

  @Test
  void nobodyListeningIsARefusedConnection() {
    StubServer gone = StubServer.json(200, OK);
    gone.close();
    assertThat(ask(gone)).isEqualTo(Outcome.Failed.retryable("connection refused"));
  }

  @Test
  void repliesThatAreNoneMayBeTriedAgain() {
    assertThat(answer(200, "{\"choices\":[]}")).isEqualTo(Outcome.Failed.lost("no choice"));
    assertThat(answer(200, OK.substring(0, 40))).isEqualTo(Outcome.Failed.lost("truncated json"));
    try (StubServer html = new StubServer(e -> StubServer.respond(e, 200, "text/html", "<p>"))) {
      assertThat(ask(html)).isEqualTo(Outcome.Failed.lost("wrong content type"));
    }
  }

  @Test
  void aContentFilterFinishAndARefusalAreAnswers() {
    assertThat(
            answer(
                200,
                """
                {"choices":[{"message":{"content":null,"refusal":"No."},\
                "finish_reason":"content_filter"}]}
                """))
        .isInstanceOfSatisfying(
            Outcome.Answered.class,
            a -> {
              assertThat(a.reply().finishReason()).contains("content_filter");
              assertThat(a.reply().messages().get(0).path("role").asText()).isEqualTo("assistant");
            });
  }

  @Test
  void statusesBecomeOutcomes() {
    assertThat(answer(500, "oops")).isEqualTo(Outcome.Failed.retryable("http 500"));
    assertThat(answer(529, "{}")).isEqualTo(Outcome.Failed.retryable("http 529"));
    assertThat(answer(408, "{}")).isEqualTo(Outcome.Failed.retryable("http 408"));
    assertThat(answer(401, "{}")).isEqualTo(Outcome.Failed.fatal("key rejected (http 401)"));
    assertThat(answer(404, "{}"))
        .isEqualTo(Outcome.Failed.fatal("no such model or base-url (http 404)"));
    assertThat(answer(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}"))
        .isEqualTo(Outcome.Failed.terminal("http 400 context_length_exceeded"));
    assertThat(answer(400, "{\"error\":{\"code\":\"Prompt: how do I\"}}"))
        .isEqualTo(Outcome.Failed.terminal("http 400"));
    assertThat(answer(400, "{\"error\":{\"code\":\"content_filter\"}}"))
        .isEqualTo(new Outcome.Blocked("content_filter"));
    assertThat(answer(429, "{\"error\":{\"code\":\"insufficient_quota\"}}"))
        .isEqualTo(Outcome.Failed.fatal("quota used up (http 429)"));
    assertThat(answer(302, "", "Location", "http://localhost:1/"))
        .isEqualTo(Outcome.Failed.fatal("base-url leads elsewhere (http 302)"));
    assertThat(answer(200, "{\"error\":{\"code\":502,\"message\":\"upstream\"}}"))
        .isEqualTo(Outcome.Failed.retryable("http 502"));
  }

  @Test
  void a429SaysHowLongToWaitInThreeWays() {
    assertThat(retryAfter("Retry-After", "7")).contains(Duration.ofSeconds(7));
    assertThat(retryAfter("retry-after-ms", "250")).contains(Duration.ofMillis(250));
    assertThat(retryAfter("Retry-After", "Mon, 23 Nov 2026 12:00:30 GMT"))
        .contains(Duration.ofSeconds(30));
    assertThat(retryAfter("Retry-After", "soon")).isEmpty();
    assertThat(retryAfter("X-Other", "7")).isEmpty();
  }

  @Test
  void anExhaustedLimitSaysWhenItIsWholeAgain() {
    Outcome outcome =
        answer(
            429,
            "{}",
            "x-ratelimit-remaining-requests",
            "5",
            "x-ratelimit-remaining-tokens",
            "0",
            "x-ratelimit-reset-requests",
            "9m",
            "x-ratelimit-reset-tokens",
            "1m0.5s");
    assertThat(outcome.quota())
        .contains(
            new Outcome.Quota(
                Optional.of(5L), Optional.of(0L), Optional.of(Duration.ofMillis(60_500))));
  }

  @Test
  void itsHeadersSayWhichLimitIsLowest() {
    Outcome outcome =
        answer(
            429,
            "{}",
            "x-ratelimit-limit-requests",
            "10",
            "x-ratelimit-remaining-requests",
            "2",
            "x-ratelimit-reset-requests",
            "8.64s",
            "x-ratelimit-limit-tokens",
            "1000",
            "x-ratelimit-remaining-tokens",
            "900");

    assertThat(outcome.quota().orElseThrow().lowest())
        .contains(new Outcome.Level("requests", 0.2, Optional.of(Duration.ofMillis(8_640))));
  }

  @Test
  void aReplyOverTheSizeIsNotReadOn() {
    try (ModelClient small = HttpModels.open(plan(server, "most-reply-bytes = 50"))) {
      assertThat(outcome(small, call(prompt())))
          .isEqualTo(new Outcome.Failed("reply too large", false, false, Optional.empty(), true));
    }
  }

  @Test
  void theRequestForTheKeyHoldsNoSecretAndNoAddress() {
    try (ModelClient secretive =
        HttpModels.open(
            plan(
                server,
                "api-key = sesame-opens, headers { X-Auth-Thing = also-secret, X-Beta = b1 }"))) {
      String canonical = secretive.canonicalRequest(prompt()).toString();
      assertThat(canonical).contains("b1").doesNotContain("sesame", "also-secret", "localhost");
    }
  }

  @Test
  void parametersBoundTheReservation() {
    ModelSpec bounded = HttpModels.spec(plan(server, "parameters { max_completion_tokens = 77 }"));
    assertThat(bounded.settings().longestReply()).isEqualTo(77);
    assertThat(bounded.host()).contains("localhost");
    assertThat(bounded.port()).isPresent();
    assertThat(bounded.generates()).isTrue();
  }

  @Test
  void headersThatCannotBeSentAreProblemsThatShowNoValue() {
    assertThat(
            HttpModels.problems(
                """
                type = openai, base-url = "http://localhost/v1", model = m
                api-key = "line\\nbreak"
                headers {
                  X-Auth-Thing = "also\\u0007secret"
                  X-Note = "höher"
                  X-Good = "plain words"
                }
                """))
        .containsExactlyInAnyOrder(
            "String:2: models.new.api-key has characters that cannot stand in a header",
            "String:4: models.new.headers.X-Auth-Thing has characters that cannot stand in a"
                + " header",
            "String:5: models.new.headers.X-Note has characters that cannot stand in a header");
  }

  @Test
  void problemsOfABlockComeOutAtOnce() {
    assertThat(
            HttpModels.problems(
                """
                type = openai, base-url = "ftp://x", parameters { stream = true }, in-fligt = 3
                headers { Host = x }
                """))
        .anySatisfy(p -> assertThat(p).contains("models.new.base-url must be like"))
        .anySatisfy(p -> assertThat(p).contains("models.new.parameters cannot set stream"))
        .anySatisfy(p -> assertThat(p).contains("in-fligt").contains("did you mean in-flight?"))
        .anySatisfy(p -> assertThat(p).contains("models.new.headers cannot have Host"))
        .anySatisfy(p -> assertThat(p).contains("models.new.model is missing"));
  }

  private static Optional<Duration> retryAfter(String name, String value) {
    return ((Outcome.RateLimited) answer(429, "{}", name, value)).retryAfter();
  }

  private static Outcome answer(int status, String body, String... headers) {
    try (StubServer stub = StubServer.json(status, body, headers)) {
      return ask(stub);
    }
  }

  private static Outcome ask(StubServer stub) {
    return ask(stub, Duration.ofSeconds(10));
  }

  private static Outcome ask(StubServer stub, Duration deadline) {
    try (ModelClient client = HttpModels.open(plan(stub, ""))) {
      return HttpModels.ask(client, prompt("c1", "Hello"), deadline);
    }
  }

  private static String plan(StubServer server, String more) {
    return "type = openai, base-url = \"" + server.url() + "\", model = m\n" + more;
  }
}
