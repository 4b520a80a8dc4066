package dev.rehearsal.streams.pipeline;

import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Held;
import dev.rehearsal.streams.journal.Recovered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A prefix with its admission number, new or out of the journal. The text of a journalled one is
 * read only when somebody asks for it.
 *
 * @param unit whose it is, see {@link dev.rehearsal.standing.Resolved}
 * @param time when its conversation took place, if that is known
 * @param slices such as {@code meta.language=en}
 * @param recovered what the journal has on it already
 */
record Admitted(
    long number,
    String conversationId,
    String unit,
    Optional<Instant> time,
    Supplier<Held<Prefix>> text,
    List<String> slices,
    Optional<Recovered> recovered)
    implements Numbered {

  static Admitted fresh(Admission admission) {
    Prefix prefix = admission.prefix();
    return new Admitted(
        admission.number(),
        prefix.conversationId(),
        unit(admission.user(), prefix.conversationId()),
        admission.time(),
        () -> new Held.There<>(prefix),
        tags(admission.slices()),
        Optional.empty());
  }

  static Admitted journalled(Recovered recovered) {
    return new Admitted(
        recovered.admission().number(),
        recovered.admission().conversationId(),
        unit(recovered.admission().user(), recovered.admission().conversationId()),
        recovered.admission().time(),
        recovered.admission()::text,
        tags(recovered.admission().slices()),
        Optional.of(recovered));
  }

  /** Reads the prefix, or finds when it was purged. */
  Held<Prefix> prefix() {
    return text.get();
  }

  private static String unit(Optional<String> user, String conversation) {
    return user.map(key -> "user " + key).orElse("conversation " + conversation);
  }

  private static List<String> tags(Map<String, String> slices) {
    return slices.entrySet().stream().map(s -> s.getKey() + "=" + s.getValue()).sorted().toList();
  }
}
