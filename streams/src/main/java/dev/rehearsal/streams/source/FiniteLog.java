package dev.rehearsal.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.storage.LongList;
import dev.rehearsal.streams.source.LogFiles.LogFile;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Files, admitted in the order of their conversations' hashes. Read through once; what is kept lies
 * in the spool, and only its position in memory.
 */
final class FiniteLog implements PreparedSource {
  private final List<LogFile> files;
  private final Screening screening;
  private final Tally tally;
  private final Spool spool;
  private final Chosen chosen;
  private final String fingerprint;

  private FiniteLog(
      List<LogFile> files,
      Screening screening,
      Tally tally,
      Spool spool,
      Chosen chosen,
      String fingerprint) {
    this.files = files;
    this.screening = screening;
    this.tally = tally;
    this.spool = spool;
    this.chosen = chosen;
    this.fingerprint = fingerprint;
  }

  /** Pass one. */
  static FiniteLog read(JsonlSettings settings, Preparation preparation) {
    List<LogFile> files = settings.files();
    Tally tally = new Tally(preparation.runFolder(), preparation.quarantine());
    Spool spool = Spool.in(preparation.runFolder());
    try (tally) {
      Screening screening = new Screening(settings, preparation.sample(), tally);
      Sampler sampler = new Sampler(preparation, spool, tally);
      for (int i = 0; i < files.size(); i++) {
        int file = i;
        FileLines.each(
            files.get(i),
            settings.maxLineBytes(),
            lines ->
                screening
                    .screen(lines, files.get(file).name())
                    .ifPresent(candidate -> sampler.take(candidate, file, lines)));
      }
      tally.judge();
      spool.flush();
      screening.finish();
      Chosen chosen = sampler.finish();
      if (chosen.positions().size() == 0) {
        throw RehearsalException.failed(
            "no conversation of %s is left to rehearse: %s; set aside: %s"
                .formatted(settings.origin(), tally.funnel(), tally.reasons()));
      }
      String fingerprint = HexFormat.of().formatHex(sampler.digest(screening.toolsFingerprint()));
      return new FiniteLog(files, screening, tally, spool, chosen, fingerprint);
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
      return Optional.of(screening.prefix(entry, files.get(entry.source()).name()));
    }
  }

  /**
   * What pass one leaves.
   *
   * @param positions in the spool, in the order of admission
   * @param total see {@link PreparedSource#total}
   * @param populations sizes, in the order they were asked for
   */
  record Chosen(LongList positions, long total, List<Long> populations) {
    Chosen {
      populations = List.copyOf(populations);
    }
  }
}
