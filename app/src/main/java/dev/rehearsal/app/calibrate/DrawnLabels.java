package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.HumanLabel.Value;
import dev.rehearsal.calibrate.ActiveEstimate;
import dev.rehearsal.calibrate.CorrectedRate;
import dev.rehearsal.calibrate.CorrectedRate.NotKnown;
import dev.rehearsal.calibrate.PredictionPowered;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rate from labels that an ask drew, each with a chance that is known. What is predicted of a
 * reply is the grader's own probability, or its verdict where it gives none. Drawn alike, labels
 * are weighed as PPI++ does; else by their chances.
 */
final class DrawnLabels {
  private final GradedReplies replies;
  private final ReplyLabels labels;
  private final Ask ask;
  private final Map<Band, long[]> bands = new EnumMap<>(Band.class);

  private DrawnLabels(GradedReplies replies, ReplyLabels labels, Ask ask) {
    this.replies = replies;
    this.labels = labels;
    this.ask = ask;
  }

  /** Reads the run twice: the chances first. */
  static CorrectedRate rate(
      GradedReplies replies, ReplyLabels labels, Optional<Ask> ask, double alpha) {
    if (ask.isEmpty()) {
      return new NotKnown("the labels came without an ask: their chances are not known");
    }
    if (!replies.fixedEnd()) {
      return Corrections.stopped();
    }
    DrawnLabels drawn = new DrawnLabels(replies, labels, ask.get());
    replies.each(drawn::count);
    return ask.get().alike() ? drawn.predictionPowered(alpha) : drawn.active(alpha);
  }

  private void count(GradedReplies.GradedReply reply) {
    long[] cells = bands.computeIfAbsent(Band.of(reply.verdict(), false), band -> new long[4]);
    cells[0]++;
    if (ask.drew(reply)) {
      Optional<Value> word = labels.word(reply.prefix());
      cells[1]++;
      cells[2] += word.filter(w -> w != Value.UNSURE).isPresent() ? 1 : 0;
      cells[3] += word.filter(w -> w == Value.HIT).isPresent() ? 1 : 0;
    }
  }

  private CorrectedRate active(double alpha) {
    List<Stratum> byChance = new ArrayList<>();
    for (Map.Entry<Band, long[]> band : bands.entrySet()) {
      double chance = chance(band.getKey());
      if (chance == 0) {
        return new NotKnown("a part of the replies had no chance to be drawn");
      }
      if (chance < 1) {
        byChance.add(stratum(band.getKey()));
      }
    }
    ActiveEstimate estimate = new ActiveEstimate();
    replies.each(
        reply -> {
          double prediction = prediction(reply.verdict());
          if (!ask.drew(reply)) {
            estimate.spared(prediction);
            return;
          }
          double chance = chance(Band.of(reply.verdict(), false));
          decided(reply)
              .ifPresentOrElse(
                  hit -> estimate.labelled(prediction, chance, hit),
                  () -> estimate.unknown(prediction, chance));
        });
    return estimate.corrected(byChance, alpha);
  }

  private CorrectedRate predictionPowered(double alpha) {
    Stratum rest = stratum(Band.DOUBTFUL).plus(stratum(Band.UNFLAGGED));
    PredictionPowered estimate = new PredictionPowered();
    replies.each(
        reply -> {
          double prediction = prediction(reply.verdict());
          (ask.drew(reply) ? decided(reply) : Optional.<Boolean>empty())
              .ifPresentOrElse(
                  hit -> estimate.labelled(prediction, hit), () -> estimate.unlabelled(prediction));
        });
    return estimate.corrected(List.of(stratum(Band.FLAGGED), rest), alpha);
  }

  /** Flags by their coin; the others by rank, which draws each alike. */
  private double chance(Band band) {
    long[] cells = bands.getOrDefault(band, new long[4]);
    return band == Band.FLAGGED ? ask.flagProbability() : (double) cells[1] / cells[0];
  }

  private Stratum stratum(Band band) {
    long[] cells = bands.getOrDefault(band, new long[4]);
    return new Stratum(cells[0], cells[2], cells[3]);
  }

  private Optional<Boolean> decided(GradedReplies.GradedReply reply) {
    return labels
        .word(reply.prefix())
        .filter(word -> word != Value.UNSURE)
        .map(word -> word == Value.HIT);
  }

  private static double prediction(Verdict.Graded verdict) {
    return verdict.probability().orElse(verdict.violates() ? 1 : 0);
  }
}
