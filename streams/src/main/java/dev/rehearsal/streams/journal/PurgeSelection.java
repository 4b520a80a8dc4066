package dev.rehearsal.streams.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which admissions lose their text.
 *
 * @param words for the row that stands for them; it names nobody
 * @param pseudonym what the user is called from then on, where it is a user who is forgotten
 */
public record PurgeSelection(
    String words, Predicate<StoredAdmission> takes, Optional<String> pseudonym) {

  /** Those of conversations. */
  public static PurgeSelection conversations(Set<String> ids) {
    return new PurgeSelection(
        "--conversation", admission -> ids.contains(admission.conversationId()), Optional.empty());
  }

  /**
   * Those of a user, who is known by a name that says nothing from then on: rows of one user stay
   * rows of one user.
   */
  public static PurgeSelection user(String key, String pseudonym) {
    return new PurgeSelection(
        "--user",
        admission -> admission.user().filter(key::equals).isPresent(),
        Optional.of(pseudonym));
  }

  /**
   * Those of conversations that took place {@code age} or longer ago. One without a time counts as
   * old as the run.
   *
   * @param asked as it was asked for
   * @param started when the run was
   */
  public static PurgeSelection olderThan(String asked, Duration age, Instant now, Instant started) {
    Instant until = now.minus(age);
    return new PurgeSelection(
        "--older-than " + asked,
        admission -> !admission.time().orElse(started).isAfter(until),
        Optional.empty());
  }
}
