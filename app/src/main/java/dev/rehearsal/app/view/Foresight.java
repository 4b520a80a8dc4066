package dev.rehearsal.app.view;

import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Further;
import dev.rehearsal.standing.Standing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * When the undecided categories of a run can be expected to be decided. Found anew now and then
 * only, when someone looks, and beside the run: it takes a moment of a processor's time, and who
 * looks gets the last that was found. Thread-safe.
 */
public final class Foresight implements AutoCloseable {
  private static final Duration SELDOM = Duration.ofSeconds(5);

  /** A share of prefixes that must have come since, for a new guess to be worth its time. */
  private static final double GROWTH = 0.1;

  private final List<CategoryQuestion> questions;
  private final Executor executor;
  private Map<String, Further> known = Map.of();
  private Duration foundAt = Duration.ZERO;
  private long foundFor;
  private boolean busy;
  private boolean closed;

  /**
   * @param executor may be kept busy for seconds
   */
  public Foresight(List<CategoryQuestion> questions, Executor executor) {
    this.questions = List.copyOf(questions);
    this.executor = executor;
  }

  /** Looks ahead no more: the run is at its end. */
  @Override
  public synchronized void close() {
    closed = true;
    busy = true;
  }

  /**
   * By category; without those that are decided, have no rule, or of which nothing is known.
   *
   * @param elapsed since the run's start
   */
  synchronized Map<String, Further> of(Standing standing, Duration elapsed) {
    boolean late = foundFor == 0 || elapsed.minus(foundAt).compareTo(SELDOM) >= 0;
    if (!busy && late && standing.watermark() > foundFor * (1 + GROWTH)) {
      busy = true;
      foundFor = standing.watermark();
      foundAt = elapsed;
      executor.execute(() -> found(look(standing)));
    }
    Map<String, Further> open = new LinkedHashMap<>(known);
    standing.categories().stream()
        .filter(CategoryStanding::decided)
        .forEach(category -> open.remove(category.category()));
    return open;
  }

  private Map<String, Further> look(Standing standing) {
    Map<String, Further> found = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      CategoryStanding category = standing.categories().get(i);
      Further.of(questions.get(i), category, standing.watermark())
          .ifPresent(further -> found.put(category.category(), further));
    }
    return found;
  }

  private synchronized void found(Map<String, Further> found) {
    known = found;
    busy = closed;
  }
}
