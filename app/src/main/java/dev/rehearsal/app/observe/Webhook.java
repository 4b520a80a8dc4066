package dev.rehearsal.app.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An address that takes JSON. The address may hold a token: no message has more of it than its
 * host. Thread-safe.
 */
final class Webhook {
  private static final String VARIABLE = "env:";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  private static final int TOO_MANY = 429;
  private static final int TIMED_OUT = 408;

  private final Secret address;
  private final String host;
  private final Duration timeout;
  private final List<Duration> pauses;
  private final HttpClient client;

  private Webhook(URI address, Duration timeout, List<Duration> pauses) {
    this.address = new Secret(address.toString());
    this.host = address.getHost();
    this.timeout = timeout;
    this.pauses = List.copyOf(pauses);
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * Reads an address.
   *
   * @param text the address, or {@code env:NAME} for a variable that holds it
   * @throws RehearsalException when it is none
   */
  static Webhook of(String text, Map<String, String> environment) {
    return of(text, environment, TIMEOUT, PAUSES);
  }

  /**
   * The same.
   *
   * @param timeout of one attempt
   * @param pauses before each further attempt
   */
  static Webhook of(
      String text, Map<String, String> environment, Duration timeout, List<Duration> pauses) {
    if (text.startsWith(VARIABLE)) {
      String name = text.substring(VARIABLE.length());
      String value = environment.get(name);
      if (value == null || value.isBlank()) {
        throw RehearsalException.badUsage(
            "--webhook: the variable " + name + " is not set; export it with the address");
      }
      return new Webhook(address(value, "the variable " + name), timeout, pauses);
    }
    return new Webhook(address(text, "its value"), timeout, pauses);
  }

  /**
   * Posts, again after each pause until it is taken.
   *
   * @return completes, never exceptionally, with why it was not taken; empty when it was
   */
  CompletionStage<Optional<String>> post(JsonNode alarm) {
    return attempt(alarm.toString(), 0);
  }

  private CompletionStage<Optional<String>> attempt(String body, int before) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.reveal()))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle(this::outcome)
        .thenCompose(
            outcome ->
                outcome.trouble().isEmpty() || !outcome.again() || before == pauses.size()
                    ? CompletableFuture.completedFuture(outcome.trouble())
                    : later(pauses.get(before)).thenCompose(go -> attempt(body, before + 1)));
  }

  private static CompletableFuture<Boolean> later(Duration pause) {
    return new CompletableFuture<Boolean>()
        .completeOnTimeout(true, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A message of the client may hold the address: only the kind of the trouble is told. */
  private Outcome outcome(@Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
    if (response == null) {
      Throwable cause = failure instanceof CompletionException c ? c.getCause() : failure;
      return new Outcome(
          Optional.of(
              host
                  + " does not answer"
                  + (cause == null ? "" : ": " + cause.getClass().getSimpleName())),
          cause instanceof IOException);
    }
    int status = response.statusCode();
    return status / 100 == 2
        ? new Outcome(Optional.empty(), false)
        : new Outcome(
            Optional.of(host + " answered with HTTP " + status),
            status / 100 == 5 || status == TOO_MANY || status == TIMED_OUT);
  }

  private static URI address(String text, String where) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw RehearsalException.badUsage(
          "--webhook: "
              + where
              + " is no address, for a reason at character "
              + e.getIndex()
              + " (it is not shown: it may hold a token); give http://… or https://…");
    }
    throw RehearsalException.badUsage(
        "--webhook: "
            + where
            + " is no address with a host (it is not shown: it may hold a token); give http://… or"
            + " https://…, or env:NAME");
  }

  /**
   * What came of an attempt.
   *
   * @param trouble empty when it was taken
   * @param again whether another attempt may do better
   */
  private record Outcome(Optional<String> trouble, boolean again) {}
}
