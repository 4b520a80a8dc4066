package dev.rehearsal.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.streams.journal.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a run that is going on. */
@Command(
    name = "ctl",
    description =
        "Asks or steers a run that is going on, over a socket in its folder: status, pause (calls"
            + " under way are finished), resume, stop (as the first Ctrl-C does) or set (limits,"
            + " calls in flight, budgets, a stream's fraction). Each change is journalled.",
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal ctl runs/monday status",
      "  rehearsal ctl runs/monday pause",
      "  rehearsal ctl runs/monday set limits.api.requests-per-minute=120",
      "  rehearsal ctl runs/monday set models.new.in-flight=16 stop.budget-usd=50",
      "",
      "What is set holds till the process ends: write it into the plan to keep it. Only the",
      "fraction of a stream is kept by the run itself: sample.fraction=0.2.",
      "Exit codes: 0 done · 1 the run does not answer · 2 refused"
    })
public final class CtlCommand implements Runnable {
  /** What a run can be asked. */
  enum Action {
    STATUS,
    PAUSE,
    RESUME,
    STOP,
    SET;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of the run.")
  private Path run = Path.of("");

  @Parameters(index = "1", paramLabel = "ACTION", description = "One of ${COMPLETION-CANDIDATES}.")
  private Action action = Action.STATUS;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "For set: keys as in the plan, with their new values; null for no limit.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--json", description = "The answer as it comes: one line of JSON for each.")
  private boolean json;

  public CtlCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if ((action == Action.SET) == settings.isEmpty()) {
      throw RehearsalException.badUsage(
          action == Action.SET
              ? "set needs a key and a value, such as models.new.in-flight=16"
              : action + " takes no key: only set does");
    }
    RunFolder folder = RunFolder.open(run);
    for (ObjectNode request : requests()) {
      say(CtlClient.answer(folder, request));
    }
  }

  private List<ObjectNode> requests() {
    List<ObjectNode> requests = new ArrayList<>();
    if (action != Action.SET) {
      requests.add(Protocol.request(action.toString()));
    }
    settings.forEach(
        (key, value) -> requests.add(Protocol.request("set").put("key", key).put("value", value)));
    return requests;
  }

  private void say(JsonNode answer) {
    if (json) {
      console.out().println(answer);
    } else {
      answer.path("lines").forEach(line -> console.out().println(line.asText()));
    }
    console.out().flush();
    CtlClient.requireDone(answer);
  }
}
