package dev.rehearsal.app.run;

import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Journals what happens to models, and says aloud what a person should know. */
record EventLog(Journal journal, RunView view, InstantSource clock)
    implements Consumer<ModelEvent> {

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
    } else if (event instanceof ModelEvent.Retuned retuned) {
      journal("retuned", event, "in flight set to " + retuned.inFlight());
    }
  }

  private void aloud(String kind, ModelEvent event, String detail) {
    journal(kind, event, detail);
    view.notice("model " + event.model() + " " + detail);
  }

  private void journal(String kind, ModelEvent event, String detail) {
    journal.append(new EventRow(clock.instant(), kind, "model " + event.model() + " " + detail));
  }
}
