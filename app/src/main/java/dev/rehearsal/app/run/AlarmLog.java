package dev.rehearsal.app.run;

import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Journals alarms when they are raised and says them aloud, each once, on resume too. */
public final class AlarmLog {
  private final Journal journal;
  private final RunView view;
  private final InstantSource clock;
  private final Set<String> said = new HashSet<>();

  /**
   * @param reader of what was said before a resume
   */
  AlarmLog(Journal journal, JournalReader reader, RunView view, InstantSource clock) {
    this.journal = journal;
    this.view = view;
    this.clock = clock;
    reader.events(RunView.ALARM, event -> said.add(event.detail()));
  }

  /** What happens besides, and is said to nobody. */
  public void note(String kind, String detail) {
    journal.append(new EventRow(clock.instant(), kind, detail));
  }

  /** Something a person should read at once that is no alarm. */
  public void tell(String kind, String line) {
    view.event(kind, line, true);
  }

  /** Some more prefixes were counted. */
  synchronized void counted(Standing standing) {
    for (Alarm alarm : standing.alarms()) {
      String sentence = Sentences.alarm(alarm);
      say(sentence, sentence);
    }
  }

  /**
   * Says it unless it was said, before a resume too.
   *
   * @param key with which the sentence begins, and no other
   */
  public synchronized void say(String key, String sentence) {
    if (said.stream().noneMatch(before -> before.startsWith(key))) {
      said.add(sentence);
      journal.append(new EventRow(clock.instant(), RunView.ALARM, sentence));
      view.event(RunView.ALARM, "ALARM " + sentence, true);
    }
  }
}
