package dev.rehearsal.actors.endpoint;

import akka.Done;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.pf.PFBuilder;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Responses, whole and broken. */
final class Responses {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DRIP_EVERY_MILLIS = 100;

  private static final Duration HALF_ON_ITS_WAY = Duration.ofMillis(20);

  private Responses() {}

  static ByteString bytes(JsonNode body) {
    try {
      return ByteString.fromArrayUnsafe(JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  static HttpResponse json(int status, JsonNode body) {
    return json(status, bytes(body));
  }

  static HttpResponse json(int status, ByteString body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  static HttpResponse html() {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(
                ContentTypes.TEXT_HTML_UTF8, "<html><body><h1>Welcome</h1></body></html>"));
  }

  /** The first half, with a header that promises no more. */
  static HttpResponse truncated(ByteString body) {
    return json(200, body.take(body.size() / 2));
  }

  /** The first half, then no connection, though the header promised all of it. */
  static HttpResponse cut(ByteString body) {
    Source<ByteString, ?> half =
        Source.single(body.take(body.size() / 2))
            .concatLazy(Source.lazySource(() -> cutAfter(HALF_ON_ITS_WAY)));
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.size(), half));
  }

  /** A reset overtakes bytes that are still on their way, so it waits for them. */
  private static Source<ByteString, ?> cutAfter(Duration wait) {
    return Source.<ByteString>never()
        .completionTimeout(wait)
        .mapError(new PFBuilder<Throwable, Throwable>().matchAny(t -> new ConnectionCut()).build());
  }

  /**
   * All of it, in small pieces over {@code time}.
   *
   * @param ended runs when the last piece has gone out, or the caller has hung up
   */
  static HttpResponse drip(ByteString body, Duration time, Runnable ended) {
    long pieces = Math.max(2, Math.min(body.size(), time.toMillis() / DRIP_EVERY_MILLIS));
    int size = (int) ((body.size() + pieces - 1) / pieces);
    List<ByteString> drops = new ArrayList<>();
    for (int from = 0; from < body.size(); from += size) {
      drops.add(body.slice(from, from + size));
    }
    Source<ByteString, ?> dripping =
        Source.from(drops)
            .throttle(1, time.dividedBy(Math.max(1, drops.size() - 1)))
            .watchTermination(
                (unused, done) -> done.handle((Done d, Throwable failure) -> run(ended)));
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.size(), dripping));
  }

  /** In whole seconds, as HTTP has it, rounded up. */
  static HttpHeader retryAfter(Duration wait) {
    long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
    return RawHeader.create("Retry-After", Long.toString(Math.max(1, seconds)));
  }

  private static Done run(Runnable task) {
    task.run();
    return Done.getInstance();
  }

  /** Ends a response stream on purpose; it is no bug, so it carries no stack. */
  private static final class ConnectionCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionCut() {
      super("the connection is cut, as asked for", null, false, false);
    }
  }
}
