package dev.rehearsal.app.monitor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.app.view.Vitals;
import dev.rehearsal.streams.journal.JournalStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run is, for whoever restarts processes.
 *
 * @param trouble why it is not ready; empty when it is
 * @param moment the last that was seen; empty before the source is open
 */
record Health(State state, Optional<String> trouble, Optional<RunMoment> moment) {

  /** What a run is about. */
  enum State {
    /** The source is being opened. */
    STARTING,
    RUNNING,
    /** A person holds admission back. */
    PAUSED,
    /** What is under way is being finished. */
    STOPPING,
    ENDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(State::word).toList();
    }
  }

  /**
   * @param late whether the run has not been seen for too long
   */
  static Health of(Optional<RunMoment> moment, boolean ended, JournalStatus journal, boolean late) {
    State state = state(moment, ended);
    return new Health(state, trouble(state, journal, late), moment);
  }

  private static State state(Optional<RunMoment> moment, boolean ended) {
    if (ended) {
      return State.ENDED;
    }
    if (moment.isEmpty()) {
      return State.STARTING;
    }
    Vitals vitals = moment.get().vitals();
    if (vitals.stopping()) {
      return State.STOPPING;
    }
    return vitals.paused() ? State.PAUSED : State.RUNNING;
  }

  private static Optional<String> trouble(State state, JournalStatus journal, boolean late) {
    return switch (state) {
      case STARTING -> Optional.of("the source is being opened");
      case STOPPING -> Optional.of("it was told to stop and finishes what is under way");
      case ENDED -> Optional.of("the run has ended");
      case RUNNING, PAUSED -> {
        if (!journal.writable()) {
          yield Optional.of("the journal cannot be written: its disk may be full");
        }
        yield late ? Optional.of("the run has not been seen for some time") : Optional.empty();
      }
    };
  }

  boolean ready() {
    return trouble.isEmpty();
  }

  /** What was counted, and when, as far as it is known. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ready", ready()).put("state", state.word());
    trouble.ifPresent(reason -> json.put("reason", reason));
    moment.ifPresent(
        m -> {
          Vitals vitals = m.vitals();
          json.put("admitted", vitals.admitted()).put("counted", m.done());
          json.put("secondsSinceCounted", vitals.sinceCounted().toMillis() / 1e3);
        });
    return json;
  }
}
