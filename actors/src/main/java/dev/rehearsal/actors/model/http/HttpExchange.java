package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * One JSON request and its reply. HTTP/1.1 only: with many calls at once, servers refuse the
 * streams of HTTP/2. The deadline lies around the whole exchange, because the request's own ends at
 * the headers. Redirects are not followed: they would carry the key to another host. Thread-safe.
 */
final class HttpExchange implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THREADS = 2;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final HttpSettings settings;
  private final URI address;
  private final Map<String, String> headers;
  private final Scrubber scrubber;
  private final ExecutorService threads;
  private final HttpClient http;

  /**
   * @param path below the base URL
   * @param headers more of them, of the dialect
   */
  HttpExchange(HttpSettings settings, String path, Map<String, String> headers) {
    this.settings = settings;
    this.address = settings.address(path);
    this.headers = Map.copyOf(headers);
    this.scrubber = new Scrubber(settings.secrets());
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "model-http");
              thread.setDaemon(true);
              return thread;
            });
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  /**
   * Sends {@code body}.
   *
   * @param understand makes an outcome of what came back
   */
  CompletionStage<Outcome> send(Call call, JsonNode body, Function<HttpReply, Outcome> understand) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request(call, body), i -> new LimitedBody(settings.mostReplyBytes()));
    return exchange
        .copy()
        .orTimeout(call.deadline().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
                return failed(failure);
              }
              return understand.apply(parse(response));
            });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private HttpRequest request(Call call, JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Idempotency-Key", call.key())
            .header("X-Rehearsal-Attempt", Integer.toString(call.attempt()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(body)));
    headers.forEach(request::setHeader);
    settings.headers().forEach(request::setHeader);
    settings
        .apiKey()
        .ifPresent(
            key ->
                request.setHeader(settings.apiKeyHeader(), settings.apiKeyPrefix() + key.reveal()));
    return request.build();
  }

  private HttpReply parse(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("content-type").orElse("application/json");
    boolean json = type.contains("json");
    JsonNode tree = JSON.missingNode();
    if (json) {
      try {
        tree = scrubber.scrub(JSON.readTree(response.body()));
      } catch (IOException e) {
        // Not JSON, or cut: the missing tree says so. The parser's words may quote the body.
        tree = JSON.missingNode();
      }
    }
    return new HttpReply(response.statusCode(), response.headers(), json, tree);
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** By the kind of failure: its message may quote anything. */
  private static Outcome failed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return Outcome.Failed.lost("timeout");
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return Outcome.Failed.retryable("connection timed out");
    }
    if (cause instanceof LimitedBody.TooLargeException) {
      return new Outcome.Failed("reply too large", false, false, Optional.empty(), true);
    }
    if (cause instanceof ConnectException connect) {
      return Outcome.Failed.retryable(
          connect.getCause() instanceof UnresolvedAddressException
              ? "host not found"
              : "connection refused");
    }
    if (cause instanceof SSLException) {
      return Outcome.Failed.retryable("no secure connection");
    }
    if (cause instanceof IOException) {
      return Outcome.Failed.lost("connection cut");
    }
    throw new CompletionException(cause);
  }
}
