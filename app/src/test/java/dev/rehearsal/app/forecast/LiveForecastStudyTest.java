package dev.rehearsal.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.outlook.RateBoundary;
import dev.rehearsal.outlook.StopTime;
import dev.rehearsal.outlook.StopTimes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often a forecast that holds raises an alarm, and how soon one that is off by a factor of two
 * does. Each replay simulates its own launch: a simulation, the forecast that is frozen of it, and
 * the traffic, held against it at every look. Prints its table, which {@code docs/observe.md}
 * shows.
 */
@Tag("slow")
class LiveForecastStudyTest {
  private static final long SEED = 20_260_616;
  private static final int REPLAYS = 200;
  private static final int SIMULATED = 200_000;
  private static final int LIVE = 40_000;
  private static final int LOOK_EVERY = 10;
  private static final double FORECAST = 0.01;
  private static final double CONFIDENCE = 0.95;

  /** Half of the error for what is promised and half for what is observed, as in Freezing. */
  private static final double ALPHA = (1 - CONFIDENCE) / 2;

  /**
   * Hits on both sides, on average, until blocks of even size tell a ratio of 2 from 1, at 95 %: by
   * 2,000 simulated runs of blocks alone.
   */
  private static final double HITS_BY_BLOCKS = 81;

  /**
   * Hits, on average, until a rate is told from half of it, and from twice of it, at 95 %: by 2,000
   * simulated runs at small rates. What a promise without any width would take.
   */
  private static final double HITS_AGAINST_HALF = 31.9;

  private static final double HITS_AGAINST_TWICE = 16.8;

  @Test
  void aForecastThatHoldsKeepsItsLevel() {
    int alarms = 0;
    for (int replay = 0; replay < REPLAYS; replay++) {
      alarms += replay(replay, FORECAST).alarm().isPresent() ? 1 : 0;
    }
    int allowed =
        new BinomialDistribution(REPLAYS, 1 - CONFIDENCE).inverseCumulativeProbability(0.999);
    System.out.printf(
        Locale.ROOT,
        "a forecast that holds | %d alarms in %d replays of %d messages | the level allows %.0f%n",
        alarms,
        REPLAYS,
        LIVE,
        REPLAYS * (1 - CONFIDENCE));

    assertThat(alarms).isLessThanOrEqualTo(allowed);
  }

  @Test
  void aForecastThatIsOffByTwoRaisesAnAlarmAsSoonAsPredicted() {
    for (double factor : new double[] {2, 0.5}) {
      double rate = FORECAST * factor;
      long[] alarms = new long[REPLAYS];
      long[] ratios = new long[REPLAYS];
      double[] predicted = new double[REPLAYS];
      for (int replay = 0; replay < REPLAYS; replay++) {
        Replay seen = replay(replay, rate);
        alarms[replay] = seen.alarm().orElseThrow();
        ratios[replay] = seen.ratio().orElseThrow();
        predicted[replay] = seen.edge();
      }
      double edge = Arrays.stream(predicted).average().orElseThrow();
      StopTime threshold =
          new StopTimes(2_000, LOOK_EVERY, LIVE)
              .rate(
                  RateBoundary.endless(new StopRule.Threshold(edge), Score.RATE, ALPHA),
                  rate,
                  0,
                  0,
                  false);
      double median = median(alarms);
      double expected = threshold.median().orElseThrow();
      double byBlocks = HITS_BY_BLOCKS / (FORECAST + rate);
      double point = (factor > 1 ? HITS_AGAINST_HALF : HITS_AGAINST_TWICE) / rate;
      System.out.printf(
          Locale.ROOT,
          "observed ×%s | alarm: median %.0f messages, mean %.0f | predicted for a rate of %.3f %%"
              + " against the promised %.3f %%: median %d, mean %.0f, were the promise the forecast"
              + " alone and at 95 %%: mean %.0f | observed / simulated without 1: median %.0f, mean"
              + " %.0f | by even blocks at 95 %%: mean %.0f%n",
          factor,
          median,
          mean(alarms),
          100 * rate,
          100 * edge,
          threshold.median().orElseThrow(),
          threshold.mean().orElseThrow(),
          point,
          median(ratios),
          mean(ratios),
          byBlocks);

      assertThat(median / expected).as("median at ×%s", factor).isBetween(0.8, 1.25);
      assertThat(mean(alarms) / point).as("mean at ×%s", factor).isBetween(1.0, 1.6);
      assertThat(mean(ratios) / byBlocks).as("ratio at ×%s", factor).isBetween(0.5, 2.0);
    }
  }

  /**
   * One launch.
   *
   * @param alarm messages until the promise was excluded; empty when it never was
   * @param ratio messages until observed over simulated excluded 1; empty when it never did
   * @param edge the promised rate that lies nearest to the true one
   */
  private record Replay(OptionalLong alarm, OptionalLong ratio, double edge) {}

  private static Replay replay(int number, double liveRate) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    long simulated = 0;
    for (int i = 0; i < SIMULATED; i++) {
      simulated += random.nextDouble() < FORECAST ? 1 : 0;
    }
    LiveForecast forecast = freeze(Counts.of(simulated, SIMULATED));
    OptionalLong alarm = OptionalLong.empty();
    OptionalLong ratio = OptionalLong.empty();
    double edge = 0;
    long hits = 0;
    for (long message = 1; message <= LIVE; message++) {
      hits += random.nextDouble() < liveRate ? 1 : 0;
      if (message % LOOK_EVERY == 0) {
        Counts counts = Counts.of(hits, message);
        LiveRate look = forecast.against(category -> counts).get(0);
        edge = liveRate > FORECAST ? look.promised().high() : look.promised().low();
        if (alarm.isEmpty() && look.promise() != Promise.HOLDS) {
          alarm = OptionalLong.of(message);
        }
        if (ratio.isEmpty() && look.overSimulated().logE() >= -Math.log(ALPHA)) {
          ratio = OptionalLong.of(message);
        }
        if (alarm.isPresent() && ratio.isPresent()) {
          break;
        }
      }
    }
    return new Replay(alarm, ratio, edge);
  }

  private static LiveForecast freeze(Counts simulated) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("confidence", CONFIDENCE).put("confidenceEach", 1 - ALPHA);
    ObjectNode category = json.putArray("categories").addObject().put("category", "refusal");
    category
        .putObject("lanes")
        .putObject("candidate")
        .put("hits", simulated.hits())
        .put("trials", simulated.trials());
    category.set(
        "raw",
        FrozenForecast.json(
            Optional.of(RateForecast.of(simulated)),
            Counts.NONE,
            promise -> promise.interval(ALPHA)));
    return new LiveForecast(new FrozenForecast(json), "study");
  }

  private static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2.0;
  }

  private static double mean(long[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
