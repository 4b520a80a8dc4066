package dev.rehearsal.app.purge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.ctl.CtlClient;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.streams.journal.JournalPurge;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has a run purged by the process that is at work on it.
 *
 * @param patience how long it waits for what is under way
 * @param notices what is said while it waits
 */
record PurgeAtWork(
    RunFolder folder, Duration patience, InstantSource clock, Consumer<String> notices) {

  /**
   * What came of it.
   *
   * @param wereUnderWay when it was asked for, and are gone as well
   */
  record Done(JournalPurge.Result result, long wereUnderWay) {}

  /**
   * Asks, and waits until all is gone.
   *
   * @throws RehearsalException when it is not; what to do is said
   */
  Done ask(Wanted wanted) {
    JsonNode answer =
        CtlClient.ask(folder, wanted.into(CtlClient.request(LivePurges.BEGIN)))
            .path(LivePurges.BEGIN);
    Instant latest = clock.instant().plus(patience);
    boolean said = false;
    while (!answer.path("done").asBoolean()) {
      boolean waits = waits(answer);
      if (waits && !clock.instant().isBefore(latest)) {
        throw notYet(answer);
      }
      if (waits && !said && answer.path("underWay").asLong() > 0) {
        said = true;
        notices.accept(
            "rehearsal: %s under way; waiting until they are counted, for %s at most"
                .formatted(
                    Numbers.count(answer.path("underWay").asLong(), "prefix is", "prefixes are"),
                    Numbers.time(patience)));
      }
      answer = status(answer.path("number").asInt());
    }
    return new Done(result(answer), answer.path("wereUnderWay").asLong());
  }

  /** Whether all is done but what others have to let go. */
  private static boolean waits(JsonNode answer) {
    return answer.path("removed").asBoolean()
        || answer.has("left") && answer.path("left").asLong() == answer.path("underWay").asLong();
  }

  private JsonNode status(int number) {
    try {
      return CtlClient.ask(folder, CtlClient.request(LivePurges.STATUS).put("number", number))
          .path(LivePurges.STATUS);
    } catch (RehearsalException e) {
      // A process that is about to end has closed its socket, and still holds the run.
      throw e.getCause() instanceof IOException
          ? RehearsalException.failed(
              folder
                  + ": its process ended, or is ending, before it could say that the purge was"
                  + " done; once it has ended, purge again: that takes what is left",
              e)
          : e;
    }
  }

  private RehearsalException notYet(JsonNode answer) {
    long underWay = answer.path("underWay").asLong();
    if (underWay == 0) {
      return RehearsalException.failed(
          folder
              + ": the text is out of the rows, but not yet out of the log beside the file, as"
              + " another program reads the journal; the run tries again each second. Let that"
              + " program end, then purge again to see that it is done");
    }
    return RehearsalException.failed(
        "%s: the text of %s is gone, and %s still under way: that text goes once they are counted, or when the run is stopped. Only a process that is killed forgets it: purge again later, to see that it is done"
            .formatted(
                folder,
                Numbers.count(answer.path("prefixes").asLong(), "prefix", "prefixes"),
                Numbers.count(underWay, "is", "are")));
  }

  private static JournalPurge.Result result(JsonNode answer) {
    return new JournalPurge.Result(
        answer.path("selected").asLong(),
        answer.path("renamed").asLong(),
        new PurgeRow(
            Instant.parse(answer.path("at").asText()),
            answer.path("selector").asText(),
            0,
            answer.path("prefixes").asLong(),
            answer.path("replies").asLong(),
            answer.path("verdicts").asLong(),
            answer.path("bytes").asLong()));
  }

  /** What a person must know beside what went: the run goes on. */
  List<String> beside(Done done) {
    List<String> lines = new ArrayList<>();
    if (done.wereUnderWay() > 0) {
      lines.add(
          Numbers.count(done.wereUnderWay(), "prefix of these was", "prefixes of these were")
              + " under way, and went once counted.");
    }
    lines.add(
        "The run goes on. What it admits after this is not reached, such as conversations that"
            + " are still being put together: purge again for those.");
    if (done.result().isEmpty()) {
      return lines;
    }
    if (folder.hasSpools()) {
      lines.add(
          "Until its process ends, files with .spool or spool in "
              + folder
              + " keep what a source or a recorded lane has set aside.");
    }
    if (Files.isRegularFile(folder.journal())) {
      lines.add(
          "In journal.db the text is overwritten; a piece may be left in the unused part of a page"
              + " until that is used. To have the file written anew: rehearsal ctl "
              + folder
              + " stop, this purge again, then start the run again.");
    }
    return lines;
  }
}
