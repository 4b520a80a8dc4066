package dev.rehearsal.actors.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.simulated.Simulated;
import dev.rehearsal.actors.simulated.SimulatedBehaviour;
import dev.rehearsal.actors.simulated.SimulatedReply;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SimulatedEndpointTest extends EndpointCase {

  @Test
  void answersInOpenAiFormat() throws Exception {
    HttpResponse<String> response = send(chat(serve("seed = 3"), "key1", 1));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode body = json(response);
    SimulatedReply expected = Simulated.of("seed = 3").reply("key1", Simulated.messages("hi"));
    assertThat(body.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(body.at("/model").asText()).isEqualTo("m");
    assertThat(body.at("/system_fingerprint").asText()).isNotEmpty();
    assertThat(body.at("/choices")).hasSize(1);
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/choices/0/message/role").asText()).isEqualTo("assistant");
    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo(expected.text());
    assertThat(body.at("/usage/prompt_tokens").asLong()).isEqualTo(expected.inputTokens());
    assertThat(body.at("/usage/completion_tokens").asLong()).isEqualTo(expected.outputTokens());
    assertThat(body.at("/usage/total_tokens").asLong())
        .isEqualTo(expected.inputTokens() + expected.outputTokens());
  }

  @Test
  void answersInAnthropicFormat() throws Exception {
    String url = serve("rates { a = 1 }");
    JsonNode body = json(send(post(url + "/v1/messages", HELLO).header("Idempotency-Key", "k")));
    assertThat(body.at("/type").asText()).isEqualTo("message");
    assertThat(body.at("/content/0/text").asText()).contains("VIOLATES(a)");
    assertThat(body.at("/stop_reason").asText()).isEqualTo("end_turn");
    assertThat(body.at("/usage/output_tokens").asLong()).isPositive();
    String blocked = serve("faults { content-blocked = 1 }");
    JsonNode error = json(send(post(blocked + "/v1/messages", HELLO)));
    assertThat(error.at("/type").asText()).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void givesEachKeyItsReplyInAnyOrderAndAllAtOnce() {
    String settings = "seed = 11, latency = 1ms..20ms, rates { a = 0.5, b = 0.1 }";
    String url = serve(settings);
    SimulatedBehaviour behaviour = Simulated.of(settings);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      keys.add("key" + i % 150);
    }
    Collections.shuffle(keys, new Random(4));
    List<CompletableFuture<HttpResponse<String>>> responses =
        keys.stream()
            .map(
                key ->
                    client.sendAsync(
                        chat(url, key, 1).build(), HttpResponse.BodyHandlers.ofString()))
            .toList();
    for (int i = 0; i < keys.size(); i++) {
      assertThat(responses.get(i).join().body())
          .contains(
              new com.fasterxml.jackson.databind.node.TextNode(
                      behaviour.reply(keys.get(i), Simulated.messages("hi")).text())
                  .toString());
    }
  }

  @Test
  void takesTheBodyForTheKeyWhenThereIsNone() throws Exception {
    String url = serve("");
    String first = send(chat(url)).body();
    assertThat(send(chat(url)).body()).isEqualTo(first);
    assertThat(send(post(url + "/v1/chat/completions", HELLO.replace("hi", "ho"))).body())
        .isNotEqualTo(first);
  }

  @Test
  void refusesWhatItCannotDoInTheProvidersOwnErrorFormat() throws Exception {
    String chat = serve("max-request = 1000") + "/v1/chat/completions";
    assertError(post(chat, "{"), 400, "the body is not JSON");
    assertError(post(chat, "{}"), 400, "messages must be a list");
    assertError(post(chat, HELLO.replace("{\"model", "{\"stream\":true,\"model")), 400, "stream");
    assertError(post(chat, HELLO.replace("{\"model", "{\"n\":2,\"model")), 400, "n must be 1");
    assertError(post(chat, HELLO).header("X-Rehearsal-Attempt", "0"), 400, "must be 1 or more");
    assertError(post(chat, " ".repeat(1001)), 413, "longer than 1000 bytes");
    assertError(post(chat.replace("chat", "chats"), HELLO), 404, "no such route");
  }

  @Test
  void listsItsModelAndItsHealth() throws Exception {
    String url = serve("served-model = judge-1");
    assertThat(send(HttpRequest.newBuilder(URI.create(url + "/healthz"))).body()).isEqualTo("ok\n");
    assertThat(json(send(HttpRequest.newBuilder(URI.create(url + "/v1/models")))).at("/data/0/id"))
        .hasToString("\"judge-1\"");
    assertThat(json(send(chat(url))).at("/model").asText()).isEqualTo("judge-1");
  }

  @Test
  void wantsItsKeyAndEchoesTheCallersOnlyWhenToldSo() throws Exception {
    String quiet = serve("api-key = right");
    assertThat(send(chat(quiet).header("Authorization", "Bearer right")).statusCode())
        .isEqualTo(200);
    assertThat(send(chat(quiet).header("x-api-key", "right")).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = send(chat(quiet).header("Authorization", "Bearer sk-wrong"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("invalid_api_key").doesNotContain("sk-wrong");
    HttpResponse<String> echoed =
        send(
            chat(serve("api-key = right, echo-key = true"))
                .header("Authorization", "Bearer sk-wrong"));
    assertThat(echoed.body()).contains("sk-wrong");
  }

  @Test
  void enforcesItsLimitAndSaysWhatIsLeft() throws Exception {
    String url = serve("requests-per-minute = 2");
    assertThat(send(chat(url)).headers().firstValue("x-ratelimit-remaining-requests"))
        .contains("1");
    assertThat(send(chat(url)).headers().firstValue("x-ratelimit-remaining-requests"))
        .contains("0");
    HttpResponse<String> refused = send(chat(url));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
    assertThat(refused.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
  }

  @Test
  void listensOnLoopbackOnlyUnlessToldOtherwise() {
    assertThat(URI.create(serve("")).getHost())
        .isEqualTo(InetAddress.getLoopbackAddress().getHostAddress());
  }

  @Test
  void saysWhichPortIsTaken() {
    int port = start("").port();
    assertThatThrownBy(() -> start("port = " + port))
        .hasRootCauseInstanceOf(java.net.BindException.class)
        .cause()
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
        .hasMessageContaining("choose another port");
  }

  private void assertError(HttpRequest.Builder request, int status, String message)
      throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).at("/error/message").asText()).contains(message);
    assertThat(json(response).at("/error/type").asText()).isEqualTo("invalid_request_error");
  }
}
