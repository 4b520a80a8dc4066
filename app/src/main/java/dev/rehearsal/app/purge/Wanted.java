package dev.rehearsal.app.purge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.PurgeSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whose text is to go; one of the three.
 *
 * @param conversations by their ids
 * @param user by key
 * @param olderThan an age with its unit
 */
record Wanted(List<String> conversations, Optional<String> user, Optional<String> olderThan) {
  private static final String FORGOTTEN = "forgotten:";

  /** As it was put {@link #into} a request. */
  static Wanted read(JsonNode request) {
    Set<String> ids = new HashSet<>();
    request.path("conversations").forEach(id -> ids.add(id.asText()));
    Wanted wanted =
        new Wanted(List.copyOf(ids), text(request.path("user")), text(request.path("olderThan")));
    if ((ids.isEmpty() ? 0 : 1)
            + wanted.user().stream().count()
            + wanted.olderThan().stream().count()
        != 1) {
      throw RehearsalException.badUsage(
          "purge needs one of conversations, user and olderThan, as rehearsal purge sends it");
    }
    return wanted;
  }

  private static Optional<String> text(JsonNode field) {
    return field.isTextual() ? Optional.of(field.asText()) : Optional.empty();
  }

  ObjectNode into(ObjectNode request) {
    if (!conversations.isEmpty()) {
      conversations.forEach(request.putArray("conversations")::add);
    }
    user.ifPresent(key -> request.put("user", key));
    olderThan.ifPresent(age -> request.put("olderThan", age));
    return request;
  }

  /**
   * What it takes of a run.
   *
   * @param started when the run was
   */
  PurgeSelection selection(Instant now, Instant started) {
    if (user.isPresent()) {
      return PurgeSelection.user(user.get(), FORGOTTEN + UUID.randomUUID());
    }
    if (olderThan.isPresent()) {
      return PurgeSelection.olderThan(
          olderThan.get(), age("--older-than", olderThan.get()), now, started);
    }
    return PurgeSelection.conversations(Set.copyOf(conversations));
  }

  /** Why it takes nothing. */
  String nobody() {
    return user.isPresent()
        ? "no prefix is of this user (who was purged is not known by that key any more)"
        : olderThan.isPresent() ? "no prefix is that old" : "no prefix is of these conversations";
  }

  static Duration age(String option, String asked) {
    String wrong =
        option + " needs an age with its unit, such as 30d or 12h, was \"" + asked + "\"";
    try {
      Duration age = ConfigFactory.parseMap(Map.of("age", asked)).getDuration("age");
      if (age.isNegative() || asked.strip().matches("[0-9.]+")) {
        throw RehearsalException.badUsage(wrong);
      }
      return age;
    } catch (ConfigException e) {
      throw RehearsalException.badUsage(wrong);
    }
  }
}
