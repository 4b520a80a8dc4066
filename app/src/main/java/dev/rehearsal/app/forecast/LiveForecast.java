package dev.rehearsal.app.forecast;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A frozen forecast that traffic is held against while it arrives. Immutable. */
public final class LiveForecast {
  private final FrozenForecast forecast;
  private final List<FrozenForecast.Category> categories;
  private final String sha256;

  LiveForecast(FrozenForecast forecast, String sha256) {
    this.forecast = forecast;
    this.categories = forecast.categories();
    this.sha256 = sha256;
  }

  /**
   * Reads one.
   *
   * @param publicKey that is to have signed it; empty when nobody asks
   * @throws RehearsalException with exit code 3 unless every byte is as it was frozen
   */
  public static LiveForecast read(Path file, Optional<Path> publicKey) {
    Seal seal = Seal.open(file);
    publicKey.ifPresent(key -> seal.verify(Keys.publicKey(key), file.toString()));
    return new LiveForecast(new FrozenForecast(seal.forecast()), seal.sha256());
  }

  /** Names the forecast. */
  public String sha256() {
    return sha256;
  }

  /** The level that all promises and all that is observed keep together, at every look. */
  public double confidence() {
    return forecast.confidence();
  }

  /** The level of one interval. */
  public double confidenceEach() {
    return forecast.confidenceEach();
  }

  /**
   * Checks that the same graders decide what was forecast, over other prefixes.
   *
   * @param graders fingerprints of those that decide now, by category
   * @param digest of the run
   * @param name of the run, for messages
   * @throws RehearsalException when the taxonomies, graders or samples do not fit
   */
  public void requireComparable(
      Map<String, String> graders, Map<String, String> digest, String name) {
    Fit.require(forecast, graders, digest, name, "");
  }

  /**
   * What the traffic so far says, in the order of the forecast.
   *
   * @param counts by category
   */
  public List<LiveRate> against(Function<String, Counts> counts) {
    return categories.stream().map(c -> against(c, counts.apply(c.id()))).toList();
  }

  private LiveRate against(FrozenForecast.Category category, Counts counts) {
    double alpha = 1 - forecast.confidenceEach();
    Interval observed = Score.RATE.interval(counts, alpha);
    return new LiveRate(
        category.id(),
        category.recommended().text(),
        category.forecast().recommended().rate(),
        category.promised(),
        counts,
        observed,
        UnpairedComparison.ofCounts(category.simulated(), counts, alpha),
        Promise.of(category.promised(), observed, Score.RATE.worstCase(counts, alpha)));
  }
}
