package dev.rehearsal.app.purge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.streams.journal.JournalPurge;
import dev.rehearsal.streams.journal.PurgeRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said of a purge.
 *
 * @param dryRun whether nothing was removed
 */
record PurgeText(Path run, Wanted wanted, boolean dryRun, JournalPurge.Result result) {

  /** For people: what went. */
  List<String> lines() {
    PurgeRow row = result.row();
    if (result.isEmpty()) {
      return List.of(
          "%s: nothing to remove: %s"
              .formatted(
                  run,
                  result.selected() == 0
                      ? wanted.nobody()
                      : "the text of "
                          + Numbers.count(result.selected(), "prefix", "prefixes")
                          + " was purged before"));
    }
    List<String> lines = new ArrayList<>();
    if (!row.isEmpty()) {
      lines.add(removed(row));
    }
    if (result.renamed() > 0) {
      lines.add(
          "%s: %s the user's key by a random name in %s%s"
              .formatted(
                  run,
                  dryRun ? "would replace" : "replaced",
                  Numbers.count(result.renamed(), "prefix", "prefixes"),
                  row.isEmpty() ? ", whose text was purged before" : ""));
    }
    lines.add(
        "Not reached: the log itself, runs that regrade made of this one, files that calibrate"
            + " wrote, what was published, and backups.");
    return lines;
  }

  private String removed(PurgeRow row) {
    return "%s: %s the text of %s and %s, and the quotes of %s: %s bytes as they were packed"
        .formatted(
            run,
            dryRun ? "would remove" : "removed",
            Numbers.count(row.prefixes(), "prefix", "prefixes"),
            Numbers.count(row.replies(), "reply", "replies"),
            Numbers.count(row.verdicts(), "verdict", "verdicts"),
            Numbers.count(row.bytes()));
  }

  /** For programs. */
  ObjectNode json() {
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
