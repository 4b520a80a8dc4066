package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Attributes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Where a record says what, as dotted paths; of several the first that the record has counts.
 *
 * @param id empty text and null are no id
 * @param time ISO 8601 (without an offset: UTC), or seconds or milliseconds since 1970; anything
 *     else is no time
 * @param model what wrote the recorded replies
 * @param user the key of the per-user cap
 */
public record Fields(List<String> id, List<String> time, List<String> model, List<String> user) {
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(100_000_000_000L);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final long NANOS = 1_000_000_000L;

  public Fields {
    id = List.copyOf(id);
    time = List.copyOf(time);
    model = List.copyOf(model);
    user = List.copyOf(user);
  }

  /** The declared id. A flag, an object or a list is not an id: such a record cannot be joined. */
  public Optional<String> id(JsonNode record) throws UnusableException {
    for (String path : id) {
      JsonNode value = Attributes.at(record, path);
      if (value.isContainerNode() || value.isBoolean()) {
        throw new UnusableException(Reason.WRONG_TYPE, path + " is neither a text nor a number");
      }
      if (!value.isMissingNode() && !value.isNull() && !value.asText().isBlank()) {
        return Optional.of(value.asText());
      }
    }
    return Optional.empty();
  }

  Optional<String> model(JsonNode record) {
    return text(record, model);
  }

  Optional<String> user(JsonNode record) {
    return text(record, user);
  }

  Optional<Instant> time(JsonNode record) {
    for (String path : time) {
      JsonNode value = Attributes.at(record, path);
      Optional<Instant> instant =
          value.isNumber() ? instant(value.decimalValue()) : instant(value.asText(""));
      if (instant.isPresent()) {
        return instant;
      }
    }
    return Optional.empty();
  }

  /** The names, for the digest. */
  JsonNode canonical() {
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    id.forEach(names.putArray("id")::add);
    time.forEach(names.putArray("time")::add);
    model.forEach(names.putArray("model")::add);
    user.forEach(names.putArray("user")::add);
    return names;
  }

  private static Optional<String> text(JsonNode record, List<String> paths) {
    return paths.stream()
        .map(path -> Attributes.at(record, path))
        .filter(value -> value.isTextual() || value.isNumber())
        .map(JsonNode::asText)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static Optional<Instant> instant(BigDecimal number) {
    BigDecimal seconds =
        number.abs().compareTo(MOST_SECONDS) < 0 ? number : number.divide(THOUSAND);
    if (seconds.abs().compareTo(MOST_SECONDS) >= 0) {
      return Optional.empty();
    }
    long whole = seconds.longValue();
    BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole));
    return Optional.of(
        Instant.ofEpochSecond(whole, rest.multiply(BigDecimal.valueOf(NANOS)).longValue()));
  }

  private static Optional<Instant> instant(String text) {
    if (text.length() < "2026-01-01T00:00".length()) {
      return Optional.empty();
    }
    String iso = text.trim().replace(' ', 'T');
    boolean offset = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10;
    try {
      return Optional.of(
          offset
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
