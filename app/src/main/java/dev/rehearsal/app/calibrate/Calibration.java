package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.GradedReplies.GradedReply;
import dev.rehearsal.app.calibrate.HumanLabel.Value;
import dev.rehearsal.calibrate.Accuracy;
import dev.rehearsal.calibrate.CorrectedRate;
import dev.rehearsal.calibrate.CorrectedRate.Known;
import dev.rehearsal.calibrate.CorrectedRate.NotKnown;
import dev.rehearsal.calibrate.FlagAudit;
import dev.rehearsal.calibrate.Krippendorff;
import dev.rehearsal.calibrate.Measure;
import dev.rehearsal.calibrate.Requirements;
import dev.rehearsal.calibrate.RoganGladen;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.calibrate.TwoPhase;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleMethod;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateMethod;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.standing.GraderStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One grader in one lane and category, held against human labels.
 *
 * @param flags what the grader said of every reply
 * @param flagged interval of the rate of flags
 * @param labels replies with a human label that decides
 * @param unsure labelled replies that people could not decide
 * @param unknown labels of replies that the run does not count in this category
 * @param undrawn labels of replies that their ask did not draw: left out
 * @param agreement of the people among each other, over replies that several labelled
 * @param raters the same people by name, on the replies that each of them decided
 * @param hitsWithin limits of the rate of hits, flagged or not, that hold for any counts, also
 *     while a part of the replies has no label
 * @param rates of hits, by every way to it
 */
record Calibration(
    GradedReplies replies,
    Counts flags,
    Interval flagged,
    long labels,
    long unsure,
    long unknown,
    long undrawn,
    long replaced,
    boolean asked,
    Accuracy accuracy,
    Measure agreement,
    Optional<Raters> raters,
    Interval hitsWithin,
    Corrections rates,
    GraderStatus status) {
  private static final RateSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final long BOOTSTRAP_SEED = 1;
  private static final String DRAWN_ALIKE =
      "labels were drawn without regard to the verdict; it needs those of --ask N without --alike";
  private static final String NOT_ALL_LOOKED_AT =
      "the labels came without an ask, and not for every flag";

  /**
   * Reads the run and counts.
   *
   * @param alpha chance that one interval misses, for each of them
   */
  static Calibration of(
      GradedReplies replies,
      ReplyLabels labels,
      Optional<Ask> ask,
      Requirements requirements,
      double alpha) {
    Counting counting = new Counting(labels, ask);
    replies.each(counting::add);
    List<Stratum> others = counting.others();
    RateMethod share = replies.fixedEnd() ? FixedSampleMethod.CLOPPER_PEARSON : RATE;
    Accuracy accuracy =
        Accuracy.of(
            counting.stratum(Band.FLAGGED),
            others,
            counting.alike() && replies.fixedEnd(),
            share,
            alpha);
    List<Stratum> strata = new ArrayList<>(others);
    strata.add(counting.stratum(Band.FLAGGED));
    Counts flags =
        Counts.of(counting.graded(Band.FLAGGED), strata.stream().mapToLong(Stratum::graded).sum());
    Undecided undecided =
        new Undecided(
            counting.stratum(Band.FLAGGED),
            others,
            counting.unsure(Band.FLAGGED),
            counting.unsureOthers(),
            counting.alike() && replies.fixedEnd(),
            share,
            alpha);
    Interval hitsWithin = undecided.hits();
    return new Calibration(
        replies,
        flags,
        RATE.interval(flags, alpha),
        strata.stream().mapToLong(Stratum::labelled).sum(),
        counting.unsure,
        labels.byPrefix().size() - counting.seen.size(),
        counting.undrawn,
        labels.replaced(),
        ask.isPresent(),
        accuracy,
        counting.people.measure(alpha, BOOTSTRAP_SEED),
        Raters.of(labels),
        hitsWithin,
        new Corrections(
            hits(TwoPhase.of(strata).rate(), hitsWithin),
            counting.confirmed(alpha),
            counting.withMisses(accuracy.sensitivity(), alpha),
            DrawnLabels.rate(replies, labels, ask, alpha),
            counting.roganGladen(replies.fixedEnd(), alpha)),
        undecided.judge(requirements));
  }

  private static CorrectedRate hits(OptionalDouble rate, Interval within) {
    return rate.isEmpty()
        ? new NotKnown("a part of the replies, flagged or not, has no label")
        : new Known("by-parts", rate.getAsDouble(), within);
  }

  /** Counts replies in order of admission, each in the band of its verdict. */
  private static final class Counting {
    private final ReplyLabels labels;
    private final Optional<Ask> ask;
    private final Map<Band, long[]> bands = new EnumMap<>(Band.class);
    private final Set<String> seen = new HashSet<>();
    private final Krippendorff people = new Krippendorff(Value.values().length - 1);
    private final FlagAudit audit;
    private boolean everyFlag = true;
    private long unsure;
    private long undrawn;

    Counting(ReplyLabels labels, Optional<Ask> ask) {
      this.labels = labels;
      this.ask = ask;
      audit =
          new FlagAudit(
              ask.filter(a -> !a.alike()).map(Ask::flagProbability).filter(p -> p > 0).orElse(1.0));
    }

    void add(GradedReply reply) {
      Band band = Band.of(reply.verdict(), false);
      long[] cells = bands.computeIfAbsent(band, b -> new long[4]);
      cells[0]++;
      Optional<Value> word = labels.word(reply.prefix());
      boolean drawn = ask.map(a -> a.drew(reply)).orElse(true);
      if (word.isPresent()) {
        seen.add(reply.prefix());
        undrawn += drawn ? 0 : 1;
      }
      if (word.isPresent() && drawn) {
        people.unit(1, labels.votes(reply.prefix()));
        unsure += word.get() == Value.UNSURE ? 1 : 0;
        cells[3] += word.get() == Value.UNSURE ? 1 : 0;
        cells[1] += word.get() == Value.UNSURE ? 0 : 1;
        cells[2] += word.get() == Value.HIT ? 1 : 0;
      }
      audit(band, drawn, drawn ? word : Optional.empty());
    }

    private void audit(Band band, boolean drawn, Optional<Value> word) {
      if (band != Band.FLAGGED || (ask.isPresent() && !drawn)) {
        audit.spared();
      } else if (word.isEmpty()) {
        everyFlag = false;
        audit.pending();
      } else if (word.get() == Value.UNSURE) {
        audit.unsure();
      } else {
        audit.labelled(word.get() == Value.HIT);
      }
    }

    CorrectedRate confirmed(double alpha) {
      if (!audited()) {
        return new NotKnown(ask.isPresent() ? DRAWN_ALIKE : NOT_ALL_LOOKED_AT);
      }
      OptionalDouble rate = audit.rate();
      return rate.isEmpty()
          ? new NotKnown("the label of the first flag is missing")
          : new Known("flag-audit", rate.getAsDouble(), audit.interval(RATE, alpha));
    }

    /** Half of the error for the confirmed rate, half for the lower limit of the sensitivity. */
    CorrectedRate withMisses(Measure sensitivity, double alpha) {
      return audited()
          ? FlagAudit.corrected(audit.rate(), audit.interval(RATE, alpha / 2), sensitivity)
          : new NotKnown("the confirmed rate is not known");
    }

    CorrectedRate roganGladen(boolean fixedEnd, double alpha) {
      if (!alike()) {
        return new NotKnown("labels were drawn by the verdict; it needs those of --ask N --alike");
      }
      return fixedEnd
          ? RoganGladen.corrected(
              stratum(Band.FLAGGED), stratum(Band.DOUBTFUL).plus(stratum(Band.UNFLAGGED)), alpha)
          : Corrections.stopped();
    }

    /** Without an ask the chance of a flag is known only if all were looked at. */
    private boolean audited() {
      return ask.map(a -> !a.alike()).orElse(everyFlag);
    }

    /** Whether labels were drawn at one rate everywhere: by an ask to that end, or all of them. */
    boolean alike() {
      return ask.map(Ask::alike).orElse(false)
          || bands.values().stream().allMatch(cells -> cells[0] == cells[1]);
    }

    long graded(Band band) {
      return stratum(band).graded();
    }

    long unsure(Band band) {
      return bands.getOrDefault(band, new long[4])[3];
    }

    /** In the order of {@link #others}. */
    List<Long> unsureOthers() {
      long doubtful = unsure(Band.DOUBTFUL);
      long rest = unsure(Band.UNFLAGGED);
      return ask.isPresent() && !ask.get().alike()
          ? List.of(doubtful, rest)
          : List.of(doubtful + rest);
    }

    Stratum stratum(Band band) {
      long[] cells = bands.getOrDefault(band, new long[4]);
      return new Stratum(cells[0], cells[1], cells[2]);
    }

    /**
     * The bands of unflagged replies: one, unless an ask drew those in doubt at a rate of their
     * own.
     */
    List<Stratum> others() {
      Stratum doubtful = stratum(Band.DOUBTFUL);
      Stratum rest = stratum(Band.UNFLAGGED);
      return ask.isPresent() && !ask.get().alike()
          ? List.of(doubtful, rest)
          : List.of(
              new Stratum(
                  doubtful.graded() + rest.graded(),
                  doubtful.labelled() + rest.labelled(),
                  doubtful.violating() + rest.violating()));
    }
  }
}
