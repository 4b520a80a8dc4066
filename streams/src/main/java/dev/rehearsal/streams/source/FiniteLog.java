package dev.rehearsal.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.storage.LongList;
import dev.rehearsal.streams.source.format.RecordSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A log that has an end, admitted in a seeded random order ({@link Sampler}). Read through once;
 * what is kept lies in the spool, and only its position in memory.
 */
public final class FiniteLog implements PreparedSource {
  private final List<String> parts;
  private final Screening screening;
  private final Tally tally;
  private final Spool spool;
  private final Chosen chosen;
  private final String fingerprint;

  private FiniteLog(
      List<String> parts,
      Screening screening,
      Tally tally,
      Spool spool,
      Chosen chosen,
      String fingerprint) {
    this.parts = parts;
    this.screening = screening;
    this.tally = tally;
    this.spool = spool;
    this.chosen = chosen;
    this.fingerprint = fingerprint;
  }

  /** Pass one. */
  public static FiniteLog read(LogInput input, RecordSettings records, Preparation preparation) {
    List<String> parts = input.parts();
    Tally tally = new Tally(preparation.runFolder(), preparation.quarantine());
    Spool spool = Spool.in(preparation.runFolder());
    try (tally) {
      Screening screening = new Screening(records, preparation.sample(), tally);
      Sampler sampler = new Sampler(preparation, spool, tally);
      Fingerprint fingerprint = new Fingerprint(input.ordered());
      for (int i = 0; i < parts.size(); i++) {
        int part = i;
        input.each(
            part,
            line ->
                screening
                    .screen(line, parts.get(part))
                    .ifPresent(
                        candidate -> {
                          fingerprint.add(line);
                          sampler.take(candidate, part, line);
                        }));
      }
      tally.judge();
      spool.flush();
      screening.finish();
      Chosen chosen = sampler.finish();
      if (chosen.positions().size() == 0) {
        throw RehearsalException.failed(
            "no conversation of %s is left to rehearse: %s; set aside: %s"
                .formatted(input.origin(), tally.funnel(), tally.reasons()));
      }
      return new FiniteLog(
          parts, screening, tally, spool, chosen, fingerprint.finish(screening.toolsFingerprint()));
    } catch (RuntimeException | Error e) {
      spool.close();
      throw e;
    }
  }

  @Override
  public Funnel funnel() {
    return tally.funnel();
  }

  @Override
  public Map<String, Long> quarantined() {
    return tally.reasons();
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(chosen.positions().size());
  }

  @Override
  public OptionalLong total() {
    return OptionalLong.of(chosen.total());
  }

  @Override
  public OptionalLong populationSize(int population) {
    return OptionalLong.of(chosen.populations().get(population));
  }

  @Override
  public List<Stratum> strata() {
    return chosen.strata();
  }

  @Override
  public Optional<String> fingerprint() {
    return Optional.of(fingerprint);
  }

  @Override
  public Source<Sampled, NotUsed> prefixes(long skip) {
    return Source.unfoldResource(() -> new Cursor(skip), Cursor::next, cursor -> {})
        .named("prefixes");
  }

  @Override
  public void close() {
    spool.close();
  }

  /** Walks the index; one for each time that the stream is run. */
  private final class Cursor {
    private long row;

    Cursor(long skip) {
      this.row = skip;
    }

    Optional<Sampled> next() {
      if (row >= chosen.positions().size()) {
        return Optional.empty();
      }
      Spool.Entry entry = spool.read(chosen.positions().get(row++));
      return Optional.of(screening.prefix(entry, parts.get(entry.part())));
    }
  }

  /**
   * What pass one leaves.
   *
   * @param positions in the spool, in the order of admission
   * @param total see {@link PreparedSource#total}
   * @param populations sizes, in the order they were asked for
   * @param strata see {@link PreparedSource#strata}
   */
  record Chosen(LongList positions, long total, List<Long> populations, List<Stratum> strata) {
    Chosen {
      populations = List.copyOf(populations);
      strata = List.copyOf(strata);
    }
  }
}
