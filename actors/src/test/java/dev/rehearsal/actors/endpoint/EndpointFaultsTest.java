package dev.rehearsal.actors.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rehearsal.actors.simulated.Fault;
import dev.rehearsal.actors.simulated.Simulated;
import dev.rehearsal.actors.simulated.SimulatedBehaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault as a client meets it at its socket. */
class EndpointFaultsTest extends EndpointCase {

  @TempDir private Path folder;

  @Test
  void limitsWithoutSayingWhenToComeBack() throws Exception {
    HttpResponse<String> response = meet(Fault.RATE_LIMITED);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    assertThat(json(response).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
  }

  @Test
  void limitsAndSaysWhenToComeBack() throws Exception {
    HttpResponse<String> response =
        send(chat(serve("retry-after = 1500ms, faults { rate-limited-with-retry-after = 1 }")));
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void failsAsServersDo() throws Exception {
    assertThat(meet(Fault.HTTP_500).statusCode()).isEqualTo(500);
    assertThat(meet(Fault.HTTP_503).statusCode()).isEqualTo(503);
    assertThat(json(meet(Fault.HTTP_503)).at("/error/type").asText()).isEqualTo("server_error");
  }

  @Test
  void dripsPastADeadline() throws Exception {
    String url = serve("drip-for = 10m, faults { slow-drip = 1 }");
    HttpResponse<InputStream> response =
        client.send(chat(url).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    try (InputStream body = response.body()) {
      assertThat(body.read()).isEqualTo('{');
    }
    assertThatThrownBy(
            () ->
                client
                    .sendAsync(chat(url).build(), HttpResponse.BodyHandlers.ofString())
                    .orTimeout(300, TimeUnit.MILLISECONDS)
                    .join())
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void endsADripWithAWholeReply() throws Exception {
    HttpResponse<String> response =
        send(chat(serve("drip-for = 300ms, faults { slow-drip = 1 }"), "key", 1));
    assertThat(response.body()).isEqualTo(send(chat(serve(""), "key", 1)).body());
  }

  @Test
  void cutsTheConnectionInTheMiddleOfTheBody() {
    String url = serve("faults { cut-connection = 1 }");
    assertThatThrownBy(() -> send(chat(url))).isInstanceOf(IOException.class);
  }

  @Test
  void cutsTheConnectionAfterTheHeaders() throws Exception {
    HttpResponse<InputStream> response =
        client.send(
            chat(serve("faults { cut-connection = 1 }")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
    try (InputStream body = response.body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void truncatesTheJsonButNotTheBody() throws Exception {
    HttpResponse<String> response = meet(Fault.TRUNCATED_JSON);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(response.body().length());
    assertThatThrownBy(() -> json(response)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void offersNoChoice() throws Exception {
    HttpResponse<String> response = meet(Fault.NO_CHOICE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).path("choices")).isEmpty();
    assertThat(json(response).path("choices").isArray()).isTrue();
  }

  @Test
  void sendsAPageInsteadOfAReply() throws Exception {
    HttpResponse<String> response = meet(Fault.WRONG_CONTENT_TYPE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(response.body()).startsWith("<html>");
  }

  @Test
  void finishesByContentFilterWithAnAnswer() throws Exception {
    HttpResponse<String> response = meet(Fault.CONTENT_FILTER);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
    assertThat(json(response).at("/choices/0/message/content").asText()).isNotEmpty();
  }

  @Test
  void blocksContentForGood() throws Exception {
    HttpResponse<String> response = meet(Fault.CONTENT_BLOCKED);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asText()).isEqualTo("content_policy_violation");
  }

  @Test
  void meetsTheFaultsThatTheBehaviourForetellsAttemptByAttempt() throws Exception {
    String settings = "seed = 21, faults { http-500 = 0.3, rate-limited = 0.2 }";
    String url = serve(settings);
    SimulatedBehaviour behaviour = Simulated.of(settings);
    for (int i = 0; i < 60; i++) {
      String key = "key" + i / 3;
      int attempt = 1 + i % 3;
      int expected =
          behaviour
              .conduct(key, attempt, Simulated.messages("hi"))
              .fault()
              .map(fault -> fault == Fault.HTTP_500 ? 500 : 429)
              .orElse(200);
      assertThat(send(chat(url, key, attempt)).statusCode()).isEqualTo(expected);
    }
  }

  @Test
  void logsEveryCallWithoutBeingStopped() throws Exception {
    Path log = folder.resolve("calls.jsonl");
    String url = serve("latency = 20ms, faults { http-500 = 1 }, call-log = \"" + log + "\"");
    long before = System.currentTimeMillis();
    send(chat(url, "key1", 2));
    Awaitility.await().until(() -> Files.exists(log) && !Files.readAllLines(log).isEmpty());
    var line = new com.fasterxml.jackson.databind.ObjectMapper().readTree(log.toFile());
    assertThat(line.path("key").asText()).isEqualTo("key1");
    assertThat(line.path("attempt").asInt()).isEqualTo(2);
    assertThat(line.path("outcome").asText()).isEqualTo("http-500");
    assertThat(line.path("status").asInt()).isEqualTo(500);
    assertThat(line.path("model").asText()).isEqualTo("m");
    assertThat(line.path("start").asDouble()).isBetween(before - 1.0, before + 60_000.0);
    assertThat(line.path("end").asDouble() - line.path("start").asDouble())
        .isGreaterThanOrEqualTo(19.9);
  }

  @Test
  void logsADripWhenItsCallerHangsUp() throws Exception {
    Path log = folder.resolve("calls.jsonl");
    String url = serve("drip-for = 10m, faults { slow-drip = 1 }, call-log = \"" + log + "\"");
    HttpResponse<InputStream> response =
        client.send(chat(url).build(), HttpResponse.BodyHandlers.ofInputStream());
    response.body().close();
    Awaitility.await().until(() -> Files.readString(log).contains("slow-drip"));
  }

  @Test
  void logsTheDripsThatAStopCuts() throws Exception {
    Path log = folder.resolve("calls.jsonl");
    String url = serve("drip-for = 10m, faults { slow-drip = 1 }, call-log = \"" + log + "\"");
    int drips = 20;
    List<InputStream> bodies = new ArrayList<>();
    for (int i = 0; i < drips; i++) {
      bodies.add(
          client
              .send(chat(url, "key " + i, 1).build(), HttpResponse.BodyHandlers.ofInputStream())
              .body());
    }
    stopEndpoints();
    assertThat(Files.readAllLines(log))
        .hasSize(drips)
        .allSatisfy(line -> assertThat(line).contains("slow-drip"));
    for (InputStream body : bodies) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  private HttpResponse<String> meet(Fault fault) throws Exception {
    return send(chat(serve("faults { " + fault.text() + " = 1 }")));
  }
}
