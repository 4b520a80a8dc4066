package dev.rehearsal.app.monitor;

import dev.rehearsal.actors.model.Latencies;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers values under their metrics, for one look at a run. Not thread-safe. */
final class Families {
  private final Map<Metric, MetricSnapshot.Builder<?>> builders = new EnumMap<>(Metric.class);

  /** A value of a counter, a gauge, or an info (whatever the value). */
  void add(Metric metric, double value, String... labelValues) {
    Labels labels = labels(metric, labelValues);
    switch (metric.kind()) {
      case COUNTER ->
          ((CounterSnapshot.Builder) builder(metric))
              .dataPoint(CounterDataPointSnapshot.builder().value(value).labels(labels).build());
      case GAUGE ->
          ((GaugeSnapshot.Builder) builder(metric))
              .dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(labels).build());
      case INFO ->
          ((InfoSnapshot.Builder) builder(metric))
              .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build());
      case HISTOGRAM, SUMMARY ->
          throw new IllegalArgumentException(metric + " is made of more than one value");
    }
  }

  /** 1 for the state that it is, 0 for those that it could be. */
  void oneOf(Metric metric, String state, List<String> states, String... labelValues) {
    for (String each : states) {
      List<String> values = new ArrayList<>(List.of(labelValues));
      values.add(each);
      add(metric, each.equals(state) ? 1 : 0, values.toArray(String[]::new));
    }
  }

  void histogram(Metric metric, Latencies latencies, String... labelValues) {
    List<Double> bounds = new ArrayList<>(Latencies.BOUNDS);
    bounds.add(Double.POSITIVE_INFINITY);
    ((HistogramSnapshot.Builder) builder(metric))
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, latencies.counts()))
                .sum(latencies.seconds())
                .labels(labels(metric, labelValues))
                .build());
  }

  void summary(Metric metric, long count, double sum, String... labelValues) {
    ((SummarySnapshot.Builder) builder(metric))
        .dataPoint(
            SummaryDataPointSnapshot.builder()
                .count(count)
                .sum(sum)
                .labels(labels(metric, labelValues))
                .build());
  }

  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    builders.values().forEach(builder -> all.add(builder.build()));
    return new MetricSnapshots(all);
  }

  private MetricSnapshot.Builder<?> builder(Metric metric) {
    return builders.computeIfAbsent(metric, m -> empty(m.kind()).name(m.family()).help(m.help()));
  }

  private static MetricSnapshot.Builder<?> empty(Metric.Kind kind) {
    return switch (kind) {
      case COUNTER -> CounterSnapshot.builder();
      case GAUGE -> GaugeSnapshot.builder();
      case INFO -> InfoSnapshot.builder();
      case HISTOGRAM -> HistogramSnapshot.builder();
      case SUMMARY -> SummarySnapshot.builder();
    };
  }

  private static Labels labels(Metric metric, String... values) {
    return Labels.of(metric.labels().toArray(String[]::new), values);
  }
}
