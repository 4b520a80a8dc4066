package dev.rehearsal.window;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.CategoryEstimator;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.testing.CategoryQuestions;
import dev.rehearsal.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventWindowsTest {
  private static final Instant NINE = Instant.parse("2026-11-28T09:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final WindowShape HOURS = new WindowShape(HOUR, HOUR, Duration.ofMinutes(5));

  private record Event(Optional<Instant> time, Verdict verdict) {
    static Event at(String time, boolean hit) {
      return new Event(Optional.of(Instant.parse("2026-11-28T" + time + "Z")), Verdict.graded(hit));
    }

    long seconds() {
      return time.orElseThrow().getEpochSecond();
    }
  }

  @Test
  void anHourClosesWhenAPrefixIsLaterByTheLateness() {
    Run run =
        new Run(HOURS)
            .all(
                Event.at("09:10:00", true),
                Event.at("09:59:59.999", false),
                Event.at("10:04:59.999", true));
    assertThat(run.closed).isEmpty();

    run.all(Event.at("09:30:00", false), Event.at("10:05:00", false));

    assertThat(run.closed).hasSize(1);
    ClosedWindow window = run.closed.get(0);
    assertThat(window.start()).isEqualTo(NINE);
    assertThat(window.end()).isEqualTo(NINE.plus(HOUR));
    assertThat(window.prefixes()).isEqualTo(3);
    assertThat(counts(window)).isEqualTo(Counts.of(1, 3));
    assertThat(estimate(window).interval())
        .isEqualTo(ConfidenceSequence.of(BetaMixture.logUniform()).interval(Counts.of(1, 3), 0.05));
    assertThat(window.seen()).isEqualTo(new ClosedWindow.Seen(5, 0, 0));
  }

  @Test
  void whatComesAfterTheCloseIsLateAndInNoWindow() {
    Run run =
        new Run(HOURS)
            .all(
                Event.at("09:10:00", true),
                Event.at("10:05:00", true),
                Event.at("09:59:00", true),
                Event.at("12:00:00", true));

    assertThat(run.closed).extracting(ClosedWindow::prefixes).containsExactly(1L, 1L);
    assertThat(run.windows.seen()).isEqualTo(new ClosedWindow.Seen(4, 0, 1));
  }

  @Test
  void aTimeThatNoCalendarHasIsNone() {
    Run run =
        new Run(HOURS)
            .all(
                Event.at("09:10:00", true),
                new Event(Optional.of(Instant.ofEpochSecond(1_764_000_000_000L)), NO),
                new Event(Optional.of(Instant.MIN), NO),
                new Event(Optional.empty(), NO));

    assertThat(run.closed).isEmpty();
    assertThat(run.windows.seen()).isEqualTo(new ClosedWindow.Seen(4, 3, 0));
  }

  private static final Verdict NO = Verdict.graded(false);

  @Test
  void eachTimedPrefixIsInAllItsWindowsOrLate() {
    forAll(
        100,
        random -> {
          WindowShape shape = shape(random);
          List<Event> events = events(random, shape);
          Run run = new Run(shape).all(events);
          ClosedWindow.Seen seen = run.windows.seen();
          List<ClosedWindow> all = run.everyWindow();
          long counted = all.stream().mapToLong(ClosedWindow::prefixes).sum();
          long pairs = (seen.prefixes() - seen.untimed()) * shape.windowsOfEach();

          assertThat(seen.prefixes()).isEqualTo(events.size());
          assertThat(counted).isBetween(pairs - seen.late() * shape.windowsOfEach(), pairs);
          assertThat(counted == pairs).isEqualTo(seen.late() == 0);
          assertThat(all).extracting(ClosedWindow::start).doesNotHaveDuplicates();
          assertThat((long) run.mostOpen).isLessThanOrEqualTo(shape.mostOpen());
        });
  }

  /**
   * Hits, trials and missing verdicts: those of the windows and those in none are all there are.
   */
  @Test
  void windowsThatDoNotOverlapAndTheRestSumToTheWhole() {
    forAll(
        100,
        random -> {
          WindowShape any = shape(random);
          WindowShape shape = new WindowShape(any.length(), any.length(), any.lateness());
          List<Event> events = events(random, shape);
          Run run = new Run(shape).all(events);
          Counts sum =
              run.everyWindow().stream()
                  .map(EventWindowsTest::counts)
                  .reduce(Counts.NONE, Counts::plus);

          assertThat(sum.plus(run.outside)).isEqualTo(run.sinceStart());
          assertThat(run.outside.trials() + run.outside.ungraded())
              .isEqualTo(run.windows.seen().late() + run.windows.seen().untimed());
        });
  }

  @Test
  void theOrderWithinTheLatenessChangesNoWindow() {
    forAll(
        100,
        random -> {
          WindowShape shape = shape(random);
          List<Event> inTime =
              new ArrayList<>(
                  events(random, shape).stream().filter(e -> e.time().isPresent()).toList());
          inTime.sort(Comparator.comparingLong(Event::seconds));
          List<Event> shuffled = shuffledWithin(shape.lateness(), inTime, random);
          Run run = new Run(shape).all(inTime);
          Run other = new Run(shape).all(shuffled);

          assertThat(other.windows.seen().late()).isZero();
          assertThat(other.everyWindow().stream().map(EventWindowsTest::key).toList())
              .isEqualTo(run.everyWindow().stream().map(EventWindowsTest::key).toList());
        });
  }

  private static List<Object> key(ClosedWindow window) {
    return List.of(window.start(), window.prefixes(), window.categories());
  }

  /** Sorts by times of arrival, each up to the lateness after the event. */
  private static List<Event> shuffledWithin(Duration lateness, List<Event> events, Random random) {
    record Arrival(long at, Event event) {}
    return events.stream()
        .map(e -> new Arrival(e.seconds() + random.nextLong(lateness.toSeconds() + 1), e))
        .sorted(Comparator.comparingLong(Arrival::at))
        .map(Arrival::event)
        .toList();
  }

  private static WindowShape shape(Random random) {
    long every = 1 + random.nextInt(100);
    return new WindowShape(
        Duration.ofSeconds(every * (1 + random.nextInt(6))),
        Duration.ofSeconds(every),
        Duration.ofSeconds(random.nextInt(200)));
  }

  /** Times that go on, with steps back, gaps, and some that are not known. */
  private static List<Event> events(Random random, WindowShape shape) {
    List<Event> events = new ArrayList<>();
    long now = NINE.getEpochSecond();
    for (int i = 0; i < 300; i++) {
      now += random.nextInt(20) == 0 ? random.nextInt(2_000) : random.nextInt(10);
      long back = random.nextLong(2 * (shape.lateness().toSeconds() + shape.length().toSeconds()));
      long at = random.nextInt(4) == 0 ? now - back : now;
      Verdict verdict =
          random.nextInt(10) == 0
              ? new Verdict.Ungraded("none")
              : Verdict.graded(random.nextInt(3) == 0);
      events.add(
          new Event(
              random.nextInt(15) == 0
                  ? Optional.empty()
                  : Optional.of(Instant.ofEpochSecond(at, random.nextInt(1_000_000_000))),
              verdict));
    }
    return events;
  }

  private static Counts counts(ClosedWindow window) {
    return estimate(window).counts();
  }

  private static Estimate estimate(ClosedWindow window) {
    return window.categories().get(0).estimates().get(0);
  }

  /** Events in the windows of one category, beside its estimator since the start. */
  private static final class Run {
    private final EventWindows windows;
    private final CategoryEstimator whole =
        new CategoryEstimator(CategoryQuestions.threshold("bad", 1e-9, Integer.MAX_VALUE));
    private final List<ClosedWindow> closed = new ArrayList<>();
    private Counts outside = Counts.NONE;
    private long number;
    private int mostOpen;

    Run(WindowShape shape) {
      windows =
          new EventWindows(
              shape, List.of(CategoryQuestions.threshold("bad", 1e-9, Integer.MAX_VALUE)));
    }

    Run all(Event... events) {
      return all(List.of(events));
    }

    Run all(List<Event> events) {
      for (Event event : events) {
        Resolved prefix =
            new Resolved(++number, List.of(), Map.of("production", Map.of("bad", event.verdict())));
        ClosedWindow.Seen before = windows.seen();
        closed.addAll(windows.observe(event.time(), prefix));
        whole.observe(prefix);
        mostOpen = Math.max(mostOpen, windows.open());
        ClosedWindow.Seen after = windows.seen();
        if (after.late() + after.untimed() > before.late() + before.untimed()) {
          outside =
              outside.plus(
                  event.verdict() instanceof Verdict.Graded graded
                      ? Counts.of(graded.violates() ? 1 : 0, 1)
                      : new Counts(0, 0, 1, 0));
        }
      }
      return this;
    }

    /** Those closed, and those that a prefix in a far future closes. */
    List<ClosedWindow> everyWindow() {
      List<ClosedWindow> every = new ArrayList<>(closed);
      every.addAll(
          windows.observe(
              Optional.of(Instant.parse("2100-01-01T00:00:00Z")),
              new Resolved(++number, List.of(), Map.of())));
      return every;
    }

    Counts sinceStart() {
      CategoryStanding standing = whole.standing();
      return standing.estimates().get(0).counts();
    }
  }
}
