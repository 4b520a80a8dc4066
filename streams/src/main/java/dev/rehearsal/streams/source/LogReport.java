package dev.rehearsal.streams.source;

import dev.rehearsal.sampling.Cut;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a log holds. Counts are of usable records unless they say otherwise.
 *
 * @param path as it was given
 * @param format as a plan writes it; {@code auto} when records differ or none is usable
 * @param files how many the path means
 * @param read lines that are not blank
 * @param unusable lines by reason
 * @param worstShare the highest share of unusable lines that a run comes past, from where it starts
 *     to judge it, [0, 1]
 * @param ids records that have an id of their own
 * @param users different user keys; 0 when no record has one
 * @param times records that say when they took place
 * @param first the earliest of them
 * @param last the latest of them
 * @param models records by what wrote them, the most frequent first, at most twenty; those with an
 *     id seen before are counted here
 * @param languages records by language, likewise; empty when records do not say
 * @param languageField dotted path of the language
 * @param toolCalls records in which a tool is called
 * @param ownTools records that hold tool definitions
 * @param tools where records name a file of tool definitions, if they do
 * @param turns user messages that were replied to, per record
 * @param characters of text, per record
 * @param cuts how many records each cut leaves a prefix of
 * @param hint what to do about a log that cannot be read; empty when nothing stands out
 */
public record LogReport(
    String path,
    String format,
    int files,
    long read,
    Map<String, Long> unusable,
    double worstShare,
    long ids,
    long users,
    long times,
    Optional<Instant> first,
    Optional<Instant> last,
    Map<String, Long> models,
    Map<String, Long> languages,
    Optional<String> languageField,
    long toolCalls,
    long ownTools,
    Optional<Tools> tools,
    Spread turns,
    Spread characters,
    Map<Cut, Long> cuts,
    Optional<String> hint) {

  public LogReport {
    unusable = Collections.unmodifiableMap(new LinkedHashMap<>(unusable));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages));
    cuts = Collections.unmodifiableMap(new LinkedHashMap<>(cuts));
  }

  /** Lines that are conversations. */
  public long usable() {
    return read - unusable.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The cut to start from: a whole trajectory where most records answer one user message with tool
   * calls, else one message.
   */
  public Cut suggestedCut() {
    boolean oneTask = turns.mean() == 1;
    return oneTask && toolCalls * 2 > usable() ? Cut.TRAJECTORY : Cut.LAST_MESSAGE;
  }

  /**
   * Where tool definitions are.
   *
   * @param field dotted path of the attribute that names a file
   * @param folder what the name is taken from, as a plan would write it
   */
  public record Tools(String field, String folder) {}

  /**
   * How a number spreads over records; all 0 without records.
   *
   * @param mean arithmetic, in whole units, rounded down
   */
  public record Spread(long least, long mean, long most) {}
}
