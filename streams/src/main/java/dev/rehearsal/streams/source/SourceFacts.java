package dev.rehearsal.streams.source;

import java.util.HashMap;
import java.util.Map;

/** What is kept of a source when it was read, as whole numbers by name: the journal's form. */
public final class SourceFacts {
  private static final String QUARANTINED = "quarantined: ";

  private SourceFacts() {}

  /** The facts of a funnel, and of the reasons for which records were set aside. */
  public static Map<String, Long> of(Funnel funnel, Map<String, Long> quarantined) {
    Map<String, Long> facts = new HashMap<>();
    facts.put("read", funnel.read());
    facts.put("quarantined", funnel.quarantined());
    facts.put("dropped", funnel.dropped());
    facts.put("unsampled", funnel.unsampled());
    facts.put("sampled", funnel.sampled());
    quarantined.forEach((reason, records) -> facts.put(QUARANTINED + reason, records));
    return facts;
  }

  /** The funnel that the facts tell of; all zero where they tell of none. */
  public static Funnel funnel(Map<String, Long> facts) {
    return new Funnel(
        facts.getOrDefault("read", 0L),
        facts.getOrDefault("quarantined", 0L),
        facts.getOrDefault("dropped", 0L),
        facts.getOrDefault("unsampled", 0L),
        facts.getOrDefault("sampled", 0L));
  }

  /** How many records were set aside, by reason. */
  public static Map<String, Long> quarantined(Map<String, Long> facts) {
    Map<String, Long> reasons = new HashMap<>();
    facts.forEach(
        (fact, records) -> {
          if (fact.startsWith(QUARANTINED)) {
            reasons.put(fact.substring(QUARANTINED.length()), records);
          }
        });
    return reasons;
  }
}
