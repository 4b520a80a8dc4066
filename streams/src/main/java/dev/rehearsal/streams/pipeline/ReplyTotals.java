package dev.rehearsal.streams.pipeline;

import dev.rehearsal.streams.journal.ReplyState;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one lane's replies, up to the watermark.
 *
 * @param answered with a reply, a refusal included
 * @param reused of all: taken from the journal, not asked again
 * @param blocked not taken by the provider because of its content
 * @param failed without a reply after every attempt
 * @param truncated of the answered: cut by length
 * @param prefixDiffers recorded replies to a prefix of other text
 * @param served answered replies by the model that the provider names
 */
public record ReplyTotals(
    long answered,
    long reused,
    long blocked,
    long failed,
    long truncated,
    long prefixDiffers,
    Map<String, Long> served) {

  /** Nothing yet. */
  public static final ReplyTotals NONE = new ReplyTotals(0, 0, 0, 0, 0, 0, Map.of());

  public ReplyTotals {
    served = Map.copyOf(served);
  }

  /** Both together. */
  public ReplyTotals plus(ReplyTotals other) {
    Map<String, Long> models = new TreeMap<>(served);
    other.served.forEach((model, count) -> models.merge(model, count, Long::sum));
    return new ReplyTotals(
        answered + other.answered,
        reused + other.reused,
        blocked + other.blocked,
        failed + other.failed,
        truncated + other.truncated,
        prefixDiffers + other.prefixDiffers,
        models);
  }

  ReplyTotals plus(Graded.ReplyFact fact) {
    Map<String, Long> models = served;
    if (fact.servedModel().isPresent()) {
      models = new TreeMap<>(served);
      models.merge(fact.servedModel().get(), 1L, Long::sum);
    }
    return new ReplyTotals(
        answered + one(fact.state() == ReplyState.ANSWERED),
        reused + one(fact.reused()),
        blocked + one(fact.state() == ReplyState.BLOCKED),
        failed + one(fact.state() == ReplyState.FAILED),
        truncated + one(fact.truncated()),
        prefixDiffers + one(fact.prefixDiffers()),
        models);
  }

  private static int one(boolean counted) {
    return counted ? 1 : 0;
  }
}
