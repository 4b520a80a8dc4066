package dev.rehearsal.app.run;

import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Journals what happens to models, and says aloud what a person should know. */
record EventLog(Journal journal, RunView view, InstantSource clock)
    implements Consumer<ModelEvent> {
  private static final String RETUNED = "retuned";
  private static final String MODEL = "model ";
  private static final String IN_FLIGHT = "in flight set to ";

  @Override
  public void accept(ModelEvent event) {
    if (event instanceof ModelEvent.RateLimitEpisode episode) {
      journal("rate-limited", event, "in flight cut to " + episode.inFlight());
    } else if (event instanceof ModelEvent.BreakerOpened opened) {
      aloud("breaker-opened", event, "does not answer (" + opened.reason() + "); probing");
    } else if (event instanceof ModelEvent.BreakerClosed closed) {
      aloud("breaker-closed", event, "answers again after " + closed.openFor().toSeconds() + " s");
    } else if (event instanceof ModelEvent.GivenUp givenUp) {
      aloud("given-up", event, "is given up: " + givenUp.reason());
    } else if (event instanceof ModelEvent.Lent lent) {
      aloud(
          "hands-lent",
          event,
          "is asked by node %s too; nodes lend %d calls at once"
              .formatted(lent.node(), lent.hands()));
    } else if (event instanceof ModelEvent.NotLent not) {
      aloud("hands-refused", event, "is not asked by node " + not.node() + ": " + not.why());
    } else if (event instanceof ModelEvent.HandsGone gone) {
      aloud(
          "hands-gone",
          event,
          "is asked without node %s, which %s; nodes lend %d calls at once"
              .formatted(gone.node(), gone.how(), gone.hands()));
    } else if (event instanceof ModelEvent.Retuned retuned) {
      journal(RETUNED, event, IN_FLIGHT + retuned.inFlight());
    } else if (event instanceof ModelEvent.Yields yields) {
      aloud(
          "yields",
          event,
          "yields to others: %s of the provider's limit of %s is left, so nothing is sent with limits.%s for %s"
              .formatted(
                  Numbers.rate(yields.level().share()),
                  yields.level().of(),
                  yields.credential(),
                  Numbers.time(yields.pause())));
    } else if (event instanceof ModelEvent.YieldsNoMore ended) {
      aloud(
          "yields-no-more",
          event,
          "is asked again: limits."
              + ended.credential()
              + " yielded for "
              + Numbers.time(ended.yielded()));
    } else if (event instanceof ModelEvent.SharedLimitAway away) {
      happened(
          "shared-limit-away",
          "limits "
              + away.credential()
              + ": nothing is sent, for nobody can say what other runs took of the shared limit: "
              + away.why(),
          true);
    } else if (event instanceof ModelEvent.SharedLimitBack back) {
      happened(
          "shared-limit-back",
          "limits "
              + back.credential()
              + ": the shared limit is known again after "
              + Numbers.time(back.away()),
          true);
    } else if (event instanceof ModelEvent.CannotYield cannot) {
      aloud(
          "cannot-yield",
          event,
          "does not say what is left of its provider's limit (no rate-limit headers), so limits."
              + cannot.credential()
              + ".yield-below cannot hold; lower its requests-per-minute instead");
    }
  }

  /** The most calls that each model was allowed at once by a change on the way, by name. */
  static Map<String, Integer> mostInFlight(JournalReader reader) {
    Map<String, Integer> most = new TreeMap<>();
    reader.events(
        RETUNED,
        event -> {
          int at = event.detail().lastIndexOf(" " + IN_FLIGHT);
          if (event.detail().startsWith(MODEL) && at > 0) {
            most.merge(
                event.detail().substring(MODEL.length(), at),
                Integer.valueOf(event.detail().substring(at + 1 + IN_FLIGHT.length())),
                Math::max);
          }
        });
    return most;
  }

  private void aloud(String kind, ModelEvent event, String detail) {
    happened(kind, event, detail, true);
  }

  private void journal(String kind, ModelEvent event, String detail) {
    happened(kind, event, detail, false);
  }

  private void happened(String kind, ModelEvent event, String detail, boolean aloud) {
    happened(kind, MODEL + event.model() + " " + detail, aloud);
  }

  private void happened(String kind, String line, boolean aloud) {
    journal.append(new EventRow(clock.instant(), kind, line));
    view.event(kind, line, aloud);
  }
}
