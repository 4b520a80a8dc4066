package dev.rehearsal.app.purge;

import dev.rehearsal.app.console.Console;
import dev.rehearsal.streams.journal.JournalPurge;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.PurgeSelection;
import dev.rehearsal.streams.journal.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
      "A run that goes on is purged by its own process, and goes on: what is under way goes once",
      "it is counted. Only a run that nobody works on has its file written anew as well.",
      "docs/journal.md says what stays and what this cannot reach, such as copies of the run.",
      "Exit codes: 0 done, also when nothing was left to do · 1 could not · 2 bad option"
    })
public final class PurgeCommand implements Runnable {
  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of the run.")
  private Path run = Path.of("");

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(names = "--dry-run", description = "Says what it would remove, and removes nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "1m",
      description =
          "So long it waits for what is under way in a run that goes on; the default is"
              + " ${DEFAULT-VALUE}.")
  private String wait = "1m";

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
    Wanted wanted = new Wanted(which.conversations, which.user, which.olderThan);
    InstantSource clock = InstantSource.system();
    Instant now = clock.instant();
    PurgeSelection selection = wanted.selection(now, started(folder));
    if (dryRun) {
      say(new PurgeText(run, wanted, true, JournalPurge.look(folder, selection, now)), List.of());
    } else if (folder.inUse()) {
      PurgeAtWork atWork =
          new PurgeAtWork(folder, Wanted.age("--wait", wait), clock, console.err()::println);
      PurgeAtWork.Done done = atWork.ask(wanted);
      say(new PurgeText(run, wanted, false, done.result()), atWork.beside(done));
    } else {
      say(new PurgeText(run, wanted, false, JournalPurge.purge(folder, selection, now)), List.of());
    }
  }

  private void say(PurgeText text, List<String> beside) {
    if (json) {
      console.out().println(text.json());
    } else {
      text.lines().forEach(console.out()::println);
      beside.forEach(console.out()::println);
    }
  }

  private static Instant started(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      return reader.run().started();
    }
  }
}
