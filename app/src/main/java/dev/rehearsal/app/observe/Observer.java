package dev.rehearsal.app.observe;

import dev.rehearsal.app.forecast.LiveForecast;
import dev.rehearsal.app.forecast.LiveRate;
import dev.rehearsal.app.forecast.Promise;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.run.Onlooker;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.RunControl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds production against a frozen forecast at every look, and raises an alarm once. */
final class Observer implements Onlooker {
  /** The kind of the event that has an alarm for programs, beside the one that says it. */
  static final String RAISED = "alarm-raised";

  /** The kind of the event that an alarm was taken by the webhook. */
  static final String SENT = "alarm-sent";

  private static final String NOT_SENT = "alarm-not-sent";

  private final LiveForecast forecast;
  private final Optional<Webhook> webhook;
  private final boolean once;
  private final RunControl control;
  private final Map<String, LiveAlarm> alarms = new LinkedHashMap<>();
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
  private @Nullable Beginning run;
  private Optional<Onlook> latest = Optional.empty();

  /**
   * @param webhook that each alarm is sent to; empty for none
   * @param once whether the first alarm stops the run
   */
  Observer(LiveForecast forecast, Optional<Webhook> webhook, boolean once, RunControl control) {
    this.forecast = forecast;
    this.webhook = webhook;
    this.once = once;
    this.control = control;
  }

  @Override
  public synchronized void begins(Beginning beginning) {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (Category category : beginning.checked().plan().categories()) {
      fingerprints.put(
          category.id(), Objects.requireNonNull(beginning.graders().get(category.grader())));
    }
    forecast.requireComparable(
        fingerprints, beginning.digest(), beginning.checked().plan().file().toString());
    run = beginning;
    Set<String> sent = new TreeSet<>();
    beginning.reader().events(SENT, event -> sent.add(event.detail()));
    beginning
        .reader()
        .events(
            RAISED,
            event -> {
              LiveAlarm alarm = LiveAlarm.read(event.detail());
              alarms.put(alarm.category(), alarm);
            });
    alarms.values().stream().filter(alarm -> !sent.contains(alarm.category())).forEach(this::send);
    stopOnAlarm();
  }

  /** Alarms are raised at looks only: those come again at the same counts after a resume. */
  @Override
  public synchronized void counted(Progress progress) {
    Standing standing = progress.standing();
    List<LiveRate> rates = forecast.against(category -> counts(standing, category));
    if (progress.look()) {
      rates.stream()
          .filter(rate -> rate.promise() != Promise.HOLDS)
          .filter(rate -> !alarms.containsKey(rate.category()))
          .forEach(rate -> raise(rate, standing.watermark()));
    }
    latest = Optional.of(LiveReport.of(forecast, rates, alarms, standing.watermark()));
  }

  @Override
  public synchronized Optional<Onlook> latest() {
    return latest;
  }

  @Override
  public synchronized List<Onlook.Raised> alarms() {
    return alarms.values().stream().map(LiveAlarm::raised).toList();
  }

  @Override
  public void ends() {
    CompletableFuture.allOf(underWay()).join();
  }

  @Override
  public synchronized Optional<String> reason() {
    return once && !alarms.isEmpty()
        ? Optional.of("the first alarm ends it, as --once asks")
        : Optional.empty();
  }

  /** Whether something was not as promised. */
  synchronized boolean alarmed() {
    return !alarms.isEmpty();
  }

  private synchronized CompletableFuture<?>[] underWay() {
    return underWay.toArray(CompletableFuture[]::new);
  }

  private void raise(LiveRate rate, long at) {
    Beginning beginning = Objects.requireNonNull(run, "not begun");
    LiveAlarm alarm = LiveAlarm.of(beginning.folder(), rate, at);
    alarms.put(alarm.category(), alarm);
    beginning.alarms().say(LiveAlarm.key(alarm.category()), alarm.sentence());
    beginning.alarms().note(RAISED, alarm.json().toString());
    send(alarm);
    stopOnAlarm();
  }

  private void stopOnAlarm() {
    if (once && !alarms.isEmpty()) {
      control.stop(RunControl.Stop.INTERRUPTED);
    }
  }

  private void send(LiveAlarm alarm) {
    Beginning beginning = Objects.requireNonNull(run, "not begun");
    webhook.ifPresent(
        address ->
            underWay.add(
                address
                    .post(alarm.json())
                    .thenAccept(trouble -> sent(beginning, alarm.category(), trouble))
                    .toCompletableFuture()));
  }

  /** What was not taken is sent again when the run is started again. */
  private void sent(Beginning beginning, String category, Optional<String> trouble) {
    trouble.ifPresentOrElse(
        why ->
            beginning
                .alarms()
                .tell(
                    NOT_SENT,
                    "the alarm of %s did not reach the webhook (%s); it is sent again when the run is started again"
                        .formatted(category, why)),
        () -> beginning.alarms().note(SENT, category));
  }

  private static Counts counts(Standing standing, String category) {
    return standing.estimates().stream()
        .filter(e -> e.category().equals(category))
        .filter(e -> e.lane().equals(Lane.Role.PRODUCTION.text()))
        .filter(e -> e.slice().equals(Estimate.ALL))
        .map(Estimate::counts)
        .findFirst()
        .orElse(Counts.NONE);
  }
}
