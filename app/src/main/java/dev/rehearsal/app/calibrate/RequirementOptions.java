package dev.rehearsal.app.calibrate;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.calibrate.Requirements;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What a grader has to reach. */
final class RequirementOptions {
  @Option(
      names = "--min-sensitivity",
      paramLabel = "P",
      defaultValue = "0.8",
      description = "Least share of hits that are flagged, to pass; 0 for none, default 0.8.")
  private double sensitivity = 0.8;

  @Option(
      names = "--min-specificity",
      paramLabel = "P",
      defaultValue = "0",
      description = "Least share of clean replies that are not flagged; default 0, none.")
  private double specificity;

  @Option(
      names = "--min-ppv",
      paramLabel = "P",
      defaultValue = "0.8",
      description = "Least share of flags that are hits, to pass; 0 for none, default 0.8.")
  private double positivePredictive = 0.8;

  @Option(
      names = "--min-kappa",
      paramLabel = "K",
      defaultValue = "0",
      description = "Least agreement with people beyond chance; default 0, none.")
  private double kappa;

  /**
   * The requirements that are made.
   *
   * @throws RehearsalException when there is none, or one is no share
   */
  Requirements requirements() {
    Requirements requirements =
        new Requirements(
            least("--min-sensitivity", sensitivity),
            least("--min-specificity", specificity),
            least("--min-ppv", positivePredictive),
            least("--min-kappa", kappa));
    if (requirements.byName().isEmpty()) {
      throw RehearsalException.badUsage(
          "a grader needs something to pass by: give at least one of --min-sensitivity,"
              + " --min-specificity, --min-ppv and --min-kappa a value over 0");
    }
    return requirements;
  }

  private static OptionalDouble least(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw RehearsalException.badUsage(option + " must be within [0, 1], was " + value);
    }
    return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
