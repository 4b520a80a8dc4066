package dev.rehearsal.window;

import dev.rehearsal.standing.CategoryEstimator;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Resolved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts prefixes, in admission order, in the windows of the time of their conversations. A window
 * closes when a prefix has come that is later than its end by the lateness. So the clock is the
 * data: what a window holds depends on the prefixes and their order, and never on when they were
 * read.
 *
 * <p>Only windows that a prefix is in exist, {@link WindowShape#mostOpen} of them at once. Mutable;
 * one owner.
 */
public final class EventWindows {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final WindowShape shape;
  private final List<CategoryQuestion> questions;
  private final TreeMap<Long, Open> open = new TreeMap<>();
  private long newest = Long.MIN_VALUE;
  private long prefixes;
  private long untimed;
  private long late;

  /** A window that still counts; its prefixes are numbered from 1, as estimators want them. */
  private static final class Open {
    private final List<CategoryEstimator> estimators;
    private long prefixes;

    Open(List<CategoryQuestion> questions) {
      estimators = questions.stream().map(CategoryEstimator::new).toList();
    }

    void count(Resolved prefix) {
      prefixes++;
      Resolved numbered =
          new Resolved(prefixes, prefix.unit(), List.of(), prefix.verdicts(), prefix.repeats());
      estimators.forEach(estimator -> estimator.observe(numbered));
    }
  }

  /**
   * @param questions of the run, in the plan's order
   */
  public EventWindows(WindowShape shape, List<CategoryQuestion> questions) {
    this.shape = shape;
    this.questions = questions.stream().map(CategoryQuestion::ratesOnly).toList();
  }

  /**
   * Counts the next prefix in admission order.
   *
   * @param time when its conversation took place, if that is known
   * @return the windows that it closed, the earliest first
   */
  public List<ClosedWindow> observe(Optional<Instant> time, Resolved prefix) {
    prefixes++;
    Optional<Instant> usable = time.filter(t -> !t.isBefore(FIRST) && !t.isAfter(LAST));
    if (usable.isEmpty()) {
      untimed++;
      return List.of();
    }
    newest = Math.max(newest, usable.get().getEpochSecond());
    boolean tooLate = false;
    for (long start : shape.starts(usable.get())) {
      if (shape.closed(start, newest)) {
        tooLate = true;
      } else {
        open.computeIfAbsent(start, s -> new Open(questions)).count(prefix);
      }
    }
    late += tooLate ? 1 : 0;
    return closed();
  }

  /** What has come so far. */
  public ClosedWindow.Seen seen() {
    return new ClosedWindow.Seen(prefixes, untimed, late);
  }

  /** How many windows still count. */
  int open() {
    return open.size();
  }

  private List<ClosedWindow> closed() {
    List<ClosedWindow> closed = new ArrayList<>();
    while (!open.isEmpty() && shape.closed(open.firstKey(), newest)) {
      Map.Entry<Long, Open> first = open.pollFirstEntry();
      closed.add(standing(first.getKey(), first.getValue()));
    }
    return closed;
  }

  private ClosedWindow standing(long start, Open window) {
    return new ClosedWindow(
        Instant.ofEpochSecond(start),
        Instant.ofEpochSecond(start + shape.length().toSeconds()),
        window.prefixes,
        window.estimators.stream().map(CategoryEstimator::standing).toList(),
        seen());
  }
}
