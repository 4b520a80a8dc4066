package dev.rehearsal.app.purge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalPurge;
import dev.rehearsal.streams.journal.LivePurge;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.PurgeSelection;
import dev.rehearsal.streams.journal.RunFolder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Purges of a run that goes on, as {@code rehearsal purge} asks for them over its socket: one after
 * the other. Who is looked for by reading beside the writer, which removes. Thread-safe.
 */
public final class LivePurges {
  /** The command that begins one. */
  static final String BEGIN = "purge";

  /** The command that asks how far it is. */
  static final String STATUS = "purge-status";

  /** How long an answer waits for the end. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

  private static final Executor ASIDE =
      task -> {
        Thread thread = new Thread(task, "purge");
        thread.setDaemon(true);
        thread.start();
      };

  private final RunFolder folder;
  private final Journal journal;
  private final boolean countsUsers;
  private final InstantSource clock;
  private final BiConsumer<String, String> aloud;
  private final List<Begun> all = new ArrayList<>();

  /** One that was asked for; it is found out first what it takes. */
  private record Begun(CompletableFuture<Under> found, CompletableFuture<Under> end) {}

  /**
   * One that goes on.
   *
   * @param wereUnderWay when it was asked for
   */
  private record Under(LivePurge purge, long wereUnderWay) {}

  /**
   * @param countsUsers whether the run counts each user once
   * @param aloud is told the kind of what happened and a line on it
   */
  public LivePurges(
      RunFolder folder,
      Journal journal,
      boolean countsUsers,
      InstantSource clock,
      BiConsumer<String, String> aloud) {
    this.folder = folder;
    this.journal = journal;
    this.countsUsers = countsUsers;
    this.clock = clock;
    this.aloud = aloud;
  }

  /** What it answers to, by command. */
  public Map<String, UnaryOperator<JsonNode>> commands() {
    return Map.of(BEGIN, this::begin, STATUS, this::status);
  }

  private synchronized JsonNode begin(JsonNode request) {
    Wanted wanted = Wanted.read(request);
    if (!all.isEmpty() && !all.get(all.size() - 1).end().isDone()) {
      throw RehearsalException.failed(
          "another purge of this run is under way; try again when it is done");
    }
    if (countsUsers && wanted.user().isPresent()) {
      throw RehearsalException.failed(
          "this run counts each user once (sample.unit = user), and what it has counted is by the"
              + " user's key; to replace that: rehearsal ctl %1$s stop, then this purge, then start it again"
                  .formatted(folder));
    }
    Instant now = clock.instant();
    PurgeSelection selection = wanted.selection(now, journal.run().started());
    aloud.accept("purging", "purge " + selection.words() + ": text is being removed");
    CompletableFuture<Under> found =
        CompletableFuture.supplyAsync(() -> find(selection, now), ASIDE);
    CompletableFuture<Under> end =
        found.thenCompose(under -> under.purge().end().thenApply(done -> under));
    CompletableFuture<Void> unused =
        end.thenAcceptAsync(
            under -> aloud.accept("purged", words(under.purge().soFar().row())), ASIDE);
    assert unused != null;
    all.add(new Begun(found, end));
    return json(all.size());
  }

  private Under find(PurgeSelection selection, Instant now) {
    journal.flush().toCompletableFuture().join();
    LivePurge purge = journal.purge(JournalPurge.select(folder, selection), selection, now);
    return new Under(purge, purge.underWay());
  }

  private static String words(PurgeRow row) {
    return "purge "
        + row.selector()
        + ": the text of "
        + Numbers.count(row.prefixes(), "prefix", "prefixes")
        + " and "
        + Numbers.count(row.replies(), "reply", "replies")
        + " went";
  }

  private JsonNode status(JsonNode request) {
    return json(request.path("number").asInt());
  }

  private JsonNode json(int number) {
    Begun begun = begun(number);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("number", number);
    boolean done = isDone(begun.end());
    json.put("done", done);
    if (!isDone(begun.found())) {
      return json;
    }
    Under under = begun.found().join();
    JournalPurge.Result result = under.purge().soFar();
    PurgeRow row = result.row();
    return json.put("at", row.at().toString())
        .put("selector", row.selector())
        .put("selected", result.selected())
        .put("renamed", result.renamed())
        .put("prefixes", row.prefixes())
        .put("replies", row.replies())
        .put("verdicts", row.verdicts())
        .put("bytes", row.bytes())
        .put("wereUnderWay", under.wereUnderWay())
        .put("underWay", under.purge().underWay())
        .put("left", under.purge().left())
        .put("removed", under.purge().isRemoved());
  }

  private synchronized Begun begun(int number) {
    if (number < 1 || number > all.size()) {
      throw RehearsalException.badUsage("this process has begun no purge " + number);
    }
    return all.get(number - 1);
  }

  private static boolean isDone(CompletableFuture<?> future) {
    try {
      return future
          .thenApply(done -> true)
          .completeOnTimeout(false, LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RehearsalException known ? known : e;
    }
  }
}
