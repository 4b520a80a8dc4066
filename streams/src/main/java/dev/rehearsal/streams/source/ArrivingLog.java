package dev.rehearsal.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.file.Compression;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.source.Screening.Candidate;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Standard input, admitted as it arrives: no permutation, no sizes, no second reading. The per-user
 * cap keeps each user's first conversations, and only of these the fraction takes some: the hash of
 * the first says nothing of how many follow, so users with many are taken no more often.
 */
final class ArrivingLog implements PreparedSource {
  private static final String NAME = JsonlSettings.STANDARD_INPUT;

  private final JsonlSettings settings;
  private final Preparation preparation;
  private final Tally tally;
  private final Screening screening;
  private final ReleasableInput input;

  private ArrivingLog(JsonlSettings settings, Preparation preparation) {
    this.settings = settings;
    this.preparation = preparation;
    this.tally = new Tally(preparation.runFolder(), preparation.quarantine());
    this.screening = new Screening(settings.records(), preparation.sample(), tally);
    this.input = ReleasableInput.of(preparation.standardInput());
  }

  static ArrivingLog open(JsonlSettings settings, Preparation preparation) {
    if (preparation.sample().byUser()) {
      throw RehearsalException.badUsage(
          settings.origin()
              + ": sample.unit = user needs a log that has an end, for a user of a stream is never"
              + " complete; name files, or take sample.unit = conversation");
    }
    return new ArrivingLog(settings, preparation);
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
  public Source<Sampled, NotUsed> prefixes(long skip) {
    Source<Sampled, NotUsed> all =
        Source.unfoldResource(Cursor::new, Cursor::next, cursor -> {}).drop(skip).named("prefixes");
    return preparation.maxPrefixes().isPresent()
        ? all.take(Math.max(0, preparation.maxPrefixes().getAsLong() - skip))
        : all;
  }

  @Override
  public void close() {
    input.close();
    tally.close();
  }

  /** Reads on; standard input stays open, it is not ours. */
  private final class Cursor {
    private final LongCounts users = new LongCounts();
    private final LineReader lines;

    Cursor() {
      try {
        this.lines =
            new LineReader(Compression.plain(input, NAME), settings.records().maxLineBytes());
      } catch (IOException e) {
        throw RehearsalException.failed("standard input cannot be read: " + e.getMessage(), e);
      }
    }

    Optional<Sampled> next() {
      while (advance()) {
        Optional<Candidate> candidate =
            lines.blank() ? Optional.empty() : screening.screen(lines, NAME);
        tally.judgeOnTheWay();
        if (candidate.isPresent()) {
          if (taken(candidate.get())) {
            tally.sampled(1);
            return candidate.map(Candidate::sampled);
          }
          tally.unsampled(1);
        }
      }
      if (!input.closed()) {
        tally.judge();
      }
      return Optional.empty();
    }

    private boolean taken(Candidate candidate) {
      boolean underCap =
          preparation.sample().perUser().isEmpty()
              || candidate.user().isEmpty()
              || users.increment(candidate.user().get())
                  <= preparation.sample().perUser().getAsInt();
      return underCap && preparation.sample().takes(Uniform.of(candidate.order()));
    }

    private boolean advance() {
      try {
        return lines.advance() && !input.closed();
      } catch (IOException e) {
        throw RehearsalException.failed(
            "standard input: reading stopped at line %d, byte %d: %s"
                .formatted(lines.number(), lines.offset(), e.getMessage()),
            e);
      }
    }
  }
}
