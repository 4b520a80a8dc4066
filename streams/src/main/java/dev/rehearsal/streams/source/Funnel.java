package dev.rehearsal.streams.source;

/**
 * What became of the records of a source: {@code read = quarantined + dropped + unsampled +
 * sampled}.
 *
 * @param read lines that are not blank
 * @param quarantined could not be used
 * @param dropped left out by the plan's keep and drop filters
 * @param unsampled left out by the fraction or the per-user cap
 * @param sampled may be admitted, in so far as the run goes on
 */
public record Funnel(long read, long quarantined, long dropped, long unsampled, long sampled) {
  @Override
  public String toString() {
    return "%d read, %d quarantined, %d dropped by filters, %d not sampled, %d sampled"
        .formatted(read, quarantined, dropped, unsampled, sampled);
  }
}
