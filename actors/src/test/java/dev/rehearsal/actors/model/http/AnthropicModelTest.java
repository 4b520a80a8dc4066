package dev.rehearsal.actors.model.http;

import static dev.rehearsal.actors.model.http.HttpModels.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.model.ModelClientContract;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AnthropicModelTest extends ModelClientContract {
  private static final String OK =
      """
      {"model":"c-2026","stop_reason":"tool_use","usage":{"input_tokens":5,\
      "cache_read_input_tokens":4,"output_tokens":3},"content":[\
      {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"I look."},\
      {"type":"tool_use","id":"t1","name":"look","input":{"at":1}}]}
      """;

  private final StubServer server = StubServer.json(200, OK);
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
  void blocksBecomeAChatMessageAndAreKept() {
    Reply reply = ((Outcome.Answered) outcome(client, call(prompt()))).reply();
    JsonNode message = reply.messages().get(0);
    assertThat(message.path("content").asText()).isEqualTo("I look.");
    assertThat(message.path("reasoning_content").asText()).isEqualTo("hm");
    assertThat(message.path("tool_calls"))
        .isEqualTo(
            json(
                """
                [{"id":"t1","type":"function","function":{"name":"look",\
                "arguments":"{\\"at\\":1}"}}]
                """));
    assertThat(message.path("content_blocks")).isEqualTo(json(OK).path("content"));
    assertThat(reply.usage()).contains(new Reply.Usage(9, 3));
    assertThat(reply.finishReason()).contains("tool_use");
    assertThat(reply.servedModel()).contains("c-2026");
  }

  @Test
  void aConversationBecomesTurns() {
    JsonNode tool =
        json("{\"type\":\"function\",\"function\":{\"name\":\"look\",\"description\":\"d\"}}");
    Prompt prompt =
        new Prompt(
            "c1",
            HttpModels.prompt(
                    """
                    [{"role":"system","content":"Be kind."},{"role":"user","content":"Look"},
                     {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function",
                      "function":{"name":"look","arguments":"{\\"at\\":1}"}}]},
                     {"role":"tool","tool_call_id":"t1","content":"a cat"},
                     {"role":"user","content":[{"type":"text","text":"and?"},
                      {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]
                    """)
                .messages(),
            List.of(tool));
    outcome(client, call(prompt));
    StubServer.Request request = server.request();
    assertThat(request.target()).isEqualTo("/v1/messages");
    assertThat(request.header("Anthropic-version")).isEqualTo("2023-06-01");
    assertThat(request.header("X-api-key")).isEqualTo("sesame-opens");
    assertThat(json(request.body()))
        .isEqualTo(
            json(
                """
                {"model":"c","max_tokens":50,"system":"Be kind.",
                 "tools":[{"name":"look","description":"d","input_schema":{"type":"object"}}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"Look"}]},
                  {"role":"assistant","content":[
                    {"type":"tool_use","id":"t1","name":"look","input":{"at":1}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"t1",
                     "content":[{"type":"text","text":"a cat"}]},
                    {"type":"text","text":"and?"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png",
                     "data":"AAAA"}}]}]}
                """));
  }

  @Test
  void aReplyGoesOutAgainAsItCame() {
    Reply reply = ((Outcome.Answered) outcome(client, call(prompt()))).reply();
    server.requests.clear();
    outcome(client, call(new Prompt("c1", reply.messages(), List.of())));
    assertThat(json(server.request().body()).path("messages").path(0).path("content"))
        .isEqualTo(json(OK).path("content"));
  }

  @Test
  void aRefusalIsAnAnswer() {
    assertThat(answer(200, "{\"stop_reason\":\"refusal\",\"content\":[]}"))
        .isInstanceOfSatisfying(
            Outcome.Answered.class, a -> assertThat(a.reply().finishReason()).contains("refusal"));
  }

  @Test
  void errorsBecomeOutcomes() {
    assertThat(answer(529, error("overloaded_error", "")))
        .isEqualTo(Outcome.Failed.retryable("http 529"));
    assertThat(answer(400, error("invalid_request_error", "blocked by content filtering policy")))
        .isEqualTo(new Outcome.Blocked("content filter"));
    assertThat(answer(400, error("invalid_request_error", "Your credit balance is too low")))
        .isEqualTo(Outcome.Failed.fatal("quota used up (http 400)"));
    assertThat(answer(413, error("request_too_large", "")))
        .isEqualTo(Outcome.Failed.terminal("http 413 request_too_large"));
    assertThat(answer(200, "{}")).isEqualTo(Outcome.Failed.lost("no choice"));
  }

  @Test
  void itsHeadersSayWhenALimitIsWholeAgain() {
    Outcome outcome =
        answer(
            200,
            OK,
            "anthropic-ratelimit-requests-remaining",
            "0",
            "anthropic-ratelimit-requests-reset",
            "2026-11-23T12:00:08Z");
    assertThat(outcome.quota())
        .contains(
            new Outcome.Quota(
                Optional.of(0L), Optional.empty(), Optional.of(Duration.ofSeconds(8))));
  }

  @Test
  void itsHeadersSayWhichLimitIsLowest() {
    Outcome outcome =
        answer(
            200,
            OK,
            "anthropic-ratelimit-requests-limit",
            "100",
            "anthropic-ratelimit-requests-remaining",
            "50",
            "anthropic-ratelimit-input-tokens-limit",
            "1000",
            "anthropic-ratelimit-input-tokens-remaining",
            "100",
            "anthropic-ratelimit-input-tokens-reset",
            "2026-11-23T12:00:08Z");

    assertThat(outcome.quota().orElseThrow().lowest())
        .contains(new Outcome.Level("input tokens", 0.1, Optional.of(Duration.ofSeconds(8))));
  }

  @Test
  void needsABoundForTheReply() {
    assertThat(HttpModels.problems("type = anthropic, model = c"))
        .singleElement()
        .asString()
        .contains("parameters needs max_tokens");
  }

  private static String error(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + type
        + "\",\"message\":\""
        + message
        + "\"}}";
  }

  private static Outcome answer(int status, String body, String... headers) {
    try (StubServer stub = StubServer.json(status, body, headers);
        ModelClient asked = HttpModels.open(plan(stub, ""))) {
      return HttpModels.ask(asked, prompt("c1", "Hello"), Duration.ofSeconds(10));
    }
  }

  private static String plan(StubServer server, String more) {
    return "type = anthropic, base-url = \""
        + server.url()
        + "\", model = c, api-key = sesame-opens, parameters { max_tokens = 50 }\n"
        + more;
  }
}
