package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.model.Outcome;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a status other than success means.
 *
 * <table>
 * <caption>status → outcome</caption>
 * <tr><td>400, 403, 422 with a code of {@code blocked-codes}</td><td>Blocked</td></tr>
 * <tr><td>401, 402, 403, 404, 405, a redirect</td><td>Failed, fatal</td></tr>
 * <tr><td>429</td><td>RateLimited; Failed, fatal when the quota is used up</td></tr>
 * <tr><td>408, 409, 425, 5xx</td><td>Failed, retryable</td></tr>
 * <tr><td>any other</td><td>Failed, terminal</td></tr>
 * </table>
 */
final class Refusals {
  /** A code that can stand in a reason: short, stable, nobody's text. */
  private static final Pattern CODE = Pattern.compile("[a-z][a-z_]{2,39}");

  private static final Set<String> NO_MONEY =
      Set.of("insufficient_quota", "billing_error", "billing_hard_limit_reached");
  private static final Pattern NO_MONEY_WORDS = Pattern.compile("(?i)credit balance is too low");
  private static final Pattern BLOCKED_WORDS = Pattern.compile("(?i)content filtering policy");

  private final Set<String> blockedCodes;
  private final InstantSource clock;

  Refusals(Set<String> blockedCodes, InstantSource clock) {
    this.blockedCodes = blockedCodes;
    this.clock = clock;
  }

  Outcome of(HttpReply reply) {
    return of(reply.status(), reply);
  }

  /** As if the reply had another status: some gateways put errors into a success. */
  Outcome of(int status, HttpReply reply) {
    JsonNode error = reply.body().path("error");
    RateLimitHeaders limits = new RateLimitHeaders(reply.headers(), clock);
    if (status == 429) {
      return codes(error).anyMatch(NO_MONEY::contains)
          ? Outcome.Failed.fatal("quota used up (http 429)")
          : new Outcome.RateLimited(limits.retryAfter(), limits.quota());
    }
    if (status == 400 || status == 403 || status == 422) {
      Optional<Outcome> said = ofContent(status, error);
      if (said.isPresent()) {
        return said.get();
      }
    }
    if (status == 408 || status == 409 || status == 425 || status >= 500) {
      return new Outcome.Failed("http " + status, true, false, limits.retryAfter(), false);
    }
    return switch (status) {
      case 401, 403 -> Outcome.Failed.fatal("key rejected (http " + status + ")");
      case 402 -> Outcome.Failed.fatal("payment required (http 402)");
      case 404, 405 -> Outcome.Failed.fatal("no such model or base-url (http " + status + ")");
      default ->
          status < 400
              ? Outcome.Failed.fatal("base-url leads elsewhere (http " + status + ")")
              : Outcome.Failed.terminal(named(status, error));
    };
  }

  private Optional<Outcome> ofContent(int status, JsonNode error) {
    String message = error.path("message").asText("");
    Optional<String> code = codes(error).filter(blockedCodes::contains).findFirst();
    if (code.isPresent()) {
      return Optional.of(new Outcome.Blocked(code.get()));
    }
    if (BLOCKED_WORDS.matcher(message).find()) {
      return Optional.of(new Outcome.Blocked("content filter"));
    }
    if (NO_MONEY_WORDS.matcher(message).find()) {
      return Optional.of(Outcome.Failed.fatal("quota used up (http " + status + ")"));
    }
    return Optional.empty();
  }

  private static String named(int status, JsonNode error) {
    return codes(error)
        .filter(code -> CODE.matcher(code).matches())
        .findFirst()
        .map(code -> "http " + status + " " + code)
        .orElse("http " + status);
  }

  private static Stream<String> codes(JsonNode error) {
    return Stream.of(error.path("code"), error.path("innererror").path("code"), error.path("type"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }
}
