package dev.rehearsal.app.check;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.config.SampleStrata;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.SourceFacts;
import dev.rehearsal.streams.source.Stratum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stands for a log that was read before: what is known of it, and no prefix.
 *
 * @param kept what {@link #facts} kept of the log
 * @param count prefixes that are there
 * @param populations sizes in the order of the graders
 * @param drawn the strata that the plan draws, if it does
 */
public record StoredSource(
    Map<String, Long> kept,
    long count,
    List<OptionalLong> populations,
    Optional<SampleStrata> drawn)
    implements PreparedSource {
  /** How many conversations the log has, whether or not the fraction takes them. */
  public static final String TOTAL = "total";

  private static final String RECORDS = "records of stratum: ";
  private static final String DRAWN = "drawn of stratum: ";

  /** What the journal keeps of a log, so that it need not be read again. */
  public static Map<String, Long> facts(PreparedSource source) {
    Map<String, Long> facts = SourceFacts.of(source.funnel(), source.quarantined());
    source.total().ifPresent(total -> facts.put(TOTAL, total));
    for (Stratum stratum : source.strata()) {
      facts.put(RECORDS + stratum.name(), stratum.records());
      facts.put(DRAWN + stratum.name(), stratum.drawn());
    }
    return facts;
  }

  @Override
  public Funnel funnel() {
    return SourceFacts.funnel(kept);
  }

  @Override
  public Map<String, Long> quarantined() {
    return SourceFacts.quarantined(kept);
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(count);
  }

  @Override
  public OptionalLong total() {
    Long total = kept.get(TOTAL);
    return total == null ? OptionalLong.empty() : OptionalLong.of(total);
  }

  @Override
  public OptionalLong populationSize(int population) {
    return populations.get(population);
  }

  /** How many of each are of which population was not kept. */
  @Override
  public List<Stratum> strata() {
    return drawn.stream()
        .flatMap(
            strata ->
                strata.names().stream()
                    .map(
                        name ->
                            new Stratum(
                                name,
                                strata.fraction(name).orElseThrow(),
                                kept.getOrDefault(RECORDS + name, 0L),
                                kept.getOrDefault(DRAWN + name, 0L),
                                List.of())))
        .toList();
  }

  @Override
  public Optional<String> fingerprint() {
    return Optional.empty();
  }

  @Override
  public Source<Sampled, NotUsed> prefixes(long skip) {
    return Source.empty();
  }

  @Override
  public void close() {}
}
