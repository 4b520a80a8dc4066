package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A command that goes on within the test's process, fed on standard input line by line. */
public final class LiveRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern URL = Pattern.compile("metrics at (http://\\S+)/metrics");

  private final PipedOutputStream input = new PipedOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exitCode;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts it. */
  public LiveRun(String... arguments) {
    try {
      Console console = Console.of(new PipedInputStream(input, 1 << 20), out, err);
      exitCode =
          CompletableFuture.supplyAsync(
              () -> Main.run(console, arguments),
              Executors.newSingleThreadExecutor(
                  work -> {
                    Thread thread = new Thread(work, "live-run");
                    thread.setDaemon(true);
                    return thread;
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes to its standard input. */
  public LiveRun feed(String lines) {
    try {
      input.write(lines.getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The end of its standard input. */
  public LiveRun noMore() {
    try {
      input.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Waits till it has said so on standard error. */
  public void untilItSays(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast(
            () ->
                assertThat(exitCode.isDone() && !err().contains(text))
                    .as("it ended: %s", err())
                    .isFalse())
        .until(() -> err().contains(text));
  }

  /** Asks its monitor. */
  public HttpResponse<String> get(String path, String... headers) {
    untilItSays("metrics at ");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Sends any request. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where its monitor is. */
  public String url() {
    Matcher said = URL.matcher(err());
    assertThat(said.find()).as(err()).isTrue();
    return said.group(1);
  }

  /** What it has said on standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits for its end. */
  public Launched ended() {
    int code = exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    return new Launched(code, out.toString(StandardCharsets.UTF_8), err());
  }

  /** Ends its input, and waits for it. */
  @Override
  public void close() {
    noMore();
    ended();
  }
}
