package dev.rehearsal.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sensitivity and specificity of several graders without any label, by expectation maximisation
 * from the vote of the majority. A diagnostic only: it takes the graders' errors to be independent,
 * and rare confusions that they share look like truth to it. Source: Dawid and Skene (1979).
 *
 * @param prevalence share of hits, within [0, 1]
 * @param sensitivity by grader
 * @param specificity by grader
 */
public record DawidSkene(double prevalence, List<Double> sensitivity, List<Double> specificity) {
  private static final int LEAST_GRADERS = 3;
  private static final int ITERATIONS = 200;

  /**
   * So many replies got these verdicts.
   *
   * @param flags by grader
   */
  public record Pattern(List<Boolean> flags, long replies) {
    public Pattern {
      flags = List.copyOf(flags);
    }
  }

  /**
   * A fit with enough iterations to settle, where there is one to be had: three graders or more
   * (two leave more unknown than their counts tell), and not all of one mind on every reply.
   */
  public static Optional<DawidSkene> diagnostic(List<Pattern> patterns) {
    if (patterns.isEmpty() || patterns.get(0).flags().size() < LEAST_GRADERS) {
      return Optional.empty();
    }
    DawidSkene fit = fit(patterns, ITERATIONS);
    return Stream.concat(fit.sensitivity().stream(), fit.specificity().stream())
            .allMatch(Double::isFinite)
        ? Optional.of(fit)
        : Optional.empty();
  }

  /**
   * Fits.
   *
   * @param patterns at least one; all of the same number of graders
   * @param iterations how often to go on, at least 1
   */
  static DawidSkene fit(List<Pattern> patterns, int iterations) {
    double[] hits = patterns.stream().mapToDouble(DawidSkene::vote).toArray();
    DawidSkene fit = maximised(patterns, hits);
    for (int i = 1; i < iterations; i++) {
      for (int p = 0; p < hits.length; p++) {
        hits[p] = fit.hit(patterns.get(p).flags());
      }
      fit = maximised(patterns, hits);
    }
    return fit;
  }

  private static double vote(Pattern pattern) {
    double flags = pattern.flags().stream().filter(flag -> flag).count();
    double half = pattern.flags().size() / 2.0;
    return flags == half ? 0.5 : flags > half ? 1 : 0;
  }

  private static DawidSkene maximised(List<Pattern> patterns, double[] hits) {
    int graders = patterns.get(0).flags().size();
    double ofHits = 0;
    double ofClean = 0;
    double[] flagged = new double[graders];
    double[] spared = new double[graders];
    for (int p = 0; p < hits.length; p++) {
      Pattern pattern = patterns.get(p);
      double hit = hits[p] * pattern.replies();
      double clean = pattern.replies() - hit;
      ofHits += hit;
      ofClean += clean;
      for (int g = 0; g < graders; g++) {
        if (pattern.flags().get(g)) {
          flagged[g] += hit;
        } else {
          spared[g] += clean;
        }
      }
    }
    double hit = ofHits;
    double clean = ofClean;
    return new DawidSkene(
        hit / (hit + clean),
        Arrays.stream(flagged).mapToObj(count -> count / hit).toList(),
        Arrays.stream(spared).mapToObj(count -> count / clean).toList());
  }

  private double hit(List<Boolean> flags) {
    double hit = prevalence;
    double clean = 1 - prevalence;
    for (int g = 0; g < flags.size(); g++) {
      hit *= flags.get(g) ? sensitivity.get(g) : 1 - sensitivity.get(g);
      clean *= flags.get(g) ? 1 - specificity.get(g) : specificity.get(g);
    }
    return hit / (hit + clean);
  }
}
