package dev.rehearsal.streams.source;

import dev.rehearsal.streams.journal.Recovered;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a run's journal says of a source that it has read before.
 *
 * @param facts what {@link ReadMark#facts} said last; empty for a new run
 * @param count how many prefixes were admitted
 * @param admissions those, in order, as often as asked
 */
public record Before(
    Map<String, Long> facts, long count, Supplier<Iterator<Recovered>> admissions) {
  /** Nothing was read before. */
  public static final Before NOTHING = new Before(Map.of(), 0, Collections::emptyIterator);

  public Before {
    facts = Map.copyOf(facts);
  }
}
