package dev.rehearsal.app.purge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.streams.journal.JournalPurge;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.PurgeSelection;
import dev.rehearsal.streams.journal.RunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes texts from a run for good. */
@Command(
    name = "purge",
    description =
        "Removes the text of prefixes, replies and quotes from a run for good. Counts, verdicts,"
            + " keys and usage stay, so that results do not change.",
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal purge runs/monday --user 4711 --dry-run",
      "  rehearsal purge runs/monday --conversation c-17 --conversation c-18",
      "  rehearsal purge runs/monday --older-than 30d",
      "",
      "No process may be at work on the run: stop it, purge, and start it again.",
      "docs/journal.md says what stays and what this cannot reach, such as copies of the run.",
      "Exit codes: 0 done, also when nothing was left to do · 1 could not · 2 bad option"
    })
public final class PurgeCommand implements Runnable {
  private static final String FORGOTTEN = "forgotten:";

  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of the run.")
  private Path run = Path.of("");

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(names = "--dry-run", description = "Says what it would remove, and removes nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "As one line of JSON.")
  private boolean json;

  public PurgeCommand(Console console) {
    this.console = console;
  }

  /** Whose text. */
  private static final class Which {
    @Option(
        names = "--conversation",
        paramLabel = "ID",
        description = "The conversation of this id; may be given several times.")
    private List<String> conversations = List.of();

    @Option(
        names = "--user",
        paramLabel = "KEY",
        description =
            "All conversations of this user, whose key is replaced by one that says nothing.")
    private Optional<String> user = Optional.empty();

    @Option(
        names = "--older-than",
        paramLabel = "AGE",
        description =
            "Conversations that took place so long ago or longer, such as 30d or 12h; one without"
                + " a time is as old as the run.")
    private Optional<String> olderThan = Optional.empty();
  }

  @Override
  public void run() {
    RunFolder folder = RunFolder.open(run);
    Instant now = InstantSource.system().instant();
    PurgeSelection selection = selection(folder, now);
    JournalPurge.Result result =
        dryRun
            ? JournalPurge.look(folder, selection, now)
            : JournalPurge.purge(folder, selection, now);
    if (json) {
      console.out().println(json(result));
    } else {
      say(result);
    }
  }

  private PurgeSelection selection(RunFolder folder, Instant now) {
    if (which.user.isPresent()) {
      return PurgeSelection.user(which.user.get(), FORGOTTEN + UUID.randomUUID());
    }
    if (which.olderThan.isPresent()) {
      String asked = which.olderThan.get();
      return PurgeSelection.olderThan(asked, age(asked), now, started(folder));
    }
    return PurgeSelection.conversations(Set.copyOf(which.conversations));
  }

  private static Instant started(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      return reader.run().started();
    }
  }

  private static Duration age(String asked) {
    String wrong =
        "--older-than needs an age with its unit, such as 30d or 12h, was \"" + asked + "\"";
    try {
      Duration age = ConfigFactory.parseMap(Map.of("age", asked)).getDuration("age");
      if (age.isNegative() || asked.strip().matches("[0-9.]+")) {
        throw RehearsalException.badUsage(wrong);
      }
      return age;
    } catch (ConfigException e) {
      throw RehearsalException.badUsage(wrong);
    }
  }

  private void say(JournalPurge.Result result) {
    PurgeRow row = result.row();
    if (result.isEmpty()) {
      console
          .out()
          .printf(
              "%s: nothing to remove: %s%n",
              run,
              result.selected() == 0
                  ? nobody()
                  : "the text of "
                      + Numbers.count(result.selected(), "prefix", "prefixes")
                      + " was purged before");
      return;
    }
    if (!row.isEmpty()) {
      sayRemoved(row);
    }
    if (result.renamed() > 0) {
      console
          .out()
          .printf(
              "%s: %s the user's key by a random name in %s%s%n",
              run,
              dryRun ? "would replace" : "replaced",
              Numbers.count(result.renamed(), "prefix", "prefixes"),
              row.isEmpty() ? ", whose text was purged before" : "");
    }
    console
        .out()
        .println(
            "Not reached: the log itself, runs that regrade made of this one, files that calibrate"
                + " wrote, what was published, and backups.");
  }

  private void sayRemoved(PurgeRow row) {
    console
        .out()
        .printf(
            "%s: %s the text of %s and %s, and the quotes of %s: %s bytes as they were packed%n",
            run,
            dryRun ? "would remove" : "removed",
            Numbers.count(row.prefixes(), "prefix", "prefixes"),
            Numbers.count(row.replies(), "reply", "replies"),
            Numbers.count(row.verdicts(), "verdict", "verdicts"),
            Numbers.count(row.bytes()));
  }

  private String nobody() {
    return which.user.isPresent()
        ? "no prefix is of this user (who was purged is not known by that key any more)"
        : which.olderThan.isPresent()
            ? "no prefix is that old"
            : "no prefix is of these conversations";
  }

  private ObjectNode json(JournalPurge.Result result) {
    PurgeRow row = result.row();
    return JsonNodeFactory.instance
        .objectNode()
        .put("schema", 1)
        .put("run", run.toString())
        .put("at", row.at().toString())
        .put("selector", row.selector())
        .put("dryRun", dryRun)
        .put("selected", result.selected())
        .put("renamed", result.renamed())
        .put("prefixes", row.prefixes())
        .put("replies", row.replies())
        .put("verdicts", row.verdicts())
        .put("bytes", row.bytes());
  }
}
