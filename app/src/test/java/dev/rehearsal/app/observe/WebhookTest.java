package dev.rehearsal.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final ObjectNode ALARM =
      JsonNodeFactory.instance.objectNode().put("category", "refusal");

  @Test
  void postsAgainUntilItIsTaken() throws IOException {
    try (Hook hook = new Hook(500, 429)) {
      assertThat(post(hook.address())).isEmpty();
      assertThat(hook.bodies())
          .containsExactly(ALARM.toString(), ALARM.toString(), ALARM.toString());
    }
  }

  @Test
  void givesUpAfterTheLastPauseAndTellsNoMoreThanTheHost() throws IOException {
    try (Hook hook = new Hook(500, 502, 503)) {
      assertThat(post(hook.address())).contains("127.0.0.1 answered with HTTP 503");
      assertThat(hook.bodies()).hasSize(3);
    }
  }

  @Test
  void doesNotInsistWhereTheAddressIsRefused() throws IOException {
    try (Hook hook = new Hook(404)) {
      assertThat(post(hook.address())).contains("127.0.0.1 answered with HTTP 404");
      assertThat(hook.bodies()).hasSize(1);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsToldByItsHostAlone() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Webhook webhook =
          Webhook.of(
              "http://127.0.0.1:" + silent.getLocalPort() + "/very-private-token",
              Map.of(),
              Duration.ofMillis(50),
              List.of(SHORT));

      assertThat(webhook.post(ALARM).toCompletableFuture().join())
          .contains("127.0.0.1 does not answer: HttpTimeoutException");
    }
  }

  @Test
  void takesTheAddressFromAVariable() throws IOException {
    try (Hook hook = new Hook()) {
      Webhook webhook =
          Webhook.of(
              "env:ALARM_URL",
              Map.of("ALARM_URL", hook.address()),
              Duration.ofSeconds(10),
              List.of());

      assertThat(webhook.post(ALARM).toCompletableFuture().join()).isEmpty();
      assertThat(hook.bodies()).hasSize(1);
      assertThatThrownBy(() -> Webhook.of("env:ALARM_URL", Map.of()))
          .hasMessageContaining("the variable ALARM_URL is not set");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/very-private-token",
        "very-private-token",
        "http:///very-private-token",
        "http://example.com/very private token"
      })
  void refusesWhatIsNoAddressAndDoesNotShowIt(String text) {
    assertThatThrownBy(() -> Webhook.of(text, Map.of()))
        .hasMessageContaining("is no address")
        .message()
        .doesNotContain("private");
  }

  private static Optional<String> post(String address) {
    return Webhook.of(address, Map.of(), Duration.ofSeconds(10), List.of(SHORT, SHORT))
        .post(ALARM)
        .toCompletableFuture()
        .join();
  }
}
