package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import java.util.List;

/**
 * The true rate from a grader's predictions on all replies and labels on some that were drawn
 * alike: the mean prediction, corrected by how far predictions are off where a label tells. Source:
 * Angelopoulos et al. (2023), PPI; Angelopoulos, Duchi and Zrnic (2023), PPI++; conventions of
 * ppi_py. Constant memory; mutable, one owner.
 */
public final class PredictionPowered {
  private final Moments labelledTruth = new Moments();
  private final Moments labelledPrediction = new Moments();
  private final Moments unlabelled = new Moments();
  private final Moments all = new Moments();
  private double comoment;

  /** A reply with a label. */
  public void labelled(double prediction, boolean violates) {
    double truth = violates ? 1 : 0;
    double before = truth - labelledTruth.mean();
    labelledTruth.add(truth);
    labelledPrediction.add(prediction);
    comoment += before * (prediction - labelledPrediction.mean());
    all.add(prediction);
  }

  /** A reply without one. */
  public void unlabelled(double prediction) {
    unlabelled.add(prediction);
    all.add(prediction);
  }

  /** How many replies have a label. */
  public long labels() {
    return labelledTruth.count();
  }

  /** How many have none. */
  public long others() {
    return unlabelled.count();
  }

  /** The weight of the predictions that promises the least variance, within [0, 1]: PPI++. */
  public double bestWeight() {
    double share = (double) labels() / others();
    double variance = all.sumOfSquares() / (all.count() - 1);
    return variance == 0 ? 0 : Normal.clip(covariance() / ((1 + share) * variance));
  }

  /**
   * The rate with this weight of the predictions: 0 ignores them, 1 is PPI. Unclipped: small
   * samples may put it outside [0, 1].
   */
  public double rate(double weight) {
    return weight * unlabelled.mean() + labelledTruth.mean() - weight * labelledPrediction.mean();
  }

  /** Standard error of {@link #rate}, for large counts. */
  public double standardError(double weight) {
    double ofRest =
        labelledTruth.variance()
            - 2 * weight * covariance()
            + weight * weight * labelledPrediction.variance();
    return Math.sqrt(
        weight * weight * unlabelled.variance() / others() + Math.max(0, ofRest) / labels());
  }

  /** Normal interval of {@link #rate}, cut to [0, 1]. */
  public Interval interval(double weight, double alpha) {
    double rate = rate(weight);
    return Normal.interval(rate, rate, standardError(weight), alpha);
  }

  /**
   * The rate at {@link #bestWeight} with its normal interval, where there are labels enough.
   *
   * @param parts the flags and the unflagged replies, with the same labels
   */
  public CorrectedRate corrected(List<Stratum> parts, double alpha) {
    if (others() == 0) {
      return new CorrectedRate.NotKnown("every reply has a label: nothing is left to predict");
    }
    return Normal.tooFew(parts)
        .<CorrectedRate>map(CorrectedRate.NotKnown::new)
        .orElseGet(
            () -> {
              double weight = bestWeight();
              return new CorrectedRate.Known(
                  "prediction-powered", Normal.clip(rate(weight)), interval(weight, alpha));
            });
  }

  private double covariance() {
    return comoment / labels();
  }
}
