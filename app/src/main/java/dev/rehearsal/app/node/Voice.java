package dev.rehearsal.app.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.cluster.LenderActor;
import dev.rehearsal.app.console.Console;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what a node does: lines on standard error for people, records on standard output for
 * programs.
 *
 * @param json for programs
 */
record Voice(Console console, boolean json) {

  /** It is ready, and looks for a run. */
  void waits(Map<String, LenderActor.Lent> models, NodeCommand.Address run) {
    ObjectNode record = record("waiting").put("run", run.toString());
    ObjectNode hands = record.putObject("hands");
    models.forEach((model, lent) -> hands.put(model, lent.inFlight()));
    say(
        "lends %s; waiting for a run at %s"
            .formatted(
                models.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue().inFlight() + " calls at once")
                    .collect(Collectors.joining(", ")),
                run),
        record);
  }

  /** A run took its offer, but for some models. */
  void joined(String run, Map<String, String> refused) {
    ObjectNode record = record("joined").put("name", run);
    ObjectNode whys = record.putObject("refused");
    refused.forEach(whys::put);
    say("joined run " + run, record);
    if (!json) {
      refused.forEach(
          (model, why) -> print("the run asks model " + model + " without this node: " + why));
    }
  }

  /** What it did so far; {@code rate} is of the last seconds. */
  void progress(LenderActor.Progress progress, double rate) {
    long calls = progress.answered() + progress.unanswered();
    say(
        String.format(
            Locale.ROOT,
            "%,d calls made (%.1f a second now), %,d of them without a reply; %,d under way",
            calls,
            rate,
            progress.unanswered(),
            progress.underWay()),
        record("progress")
            .put("calls", calls)
            .put("unanswered", progress.unanswered())
            .put("underWay", progress.underWay())
            .put("callsPerSecond", rate));
  }

  /** The run is over, or lost. */
  void over(NodeCommand.Address run) {
    say("the run at " + run + " is over or lost; waiting for a run there", record("over"));
  }

  /** It was told to end. */
  void ends(String signal) {
    say("node ends on " + signal, record("done").put("signal", signal));
  }

  private static ObjectNode record(String event) {
    return JsonNodeFactory.instance.objectNode().put("type", event);
  }

  private void say(String line, ObjectNode record) {
    if (json) {
      console.out().println(record);
      console.out().flush();
    } else {
      print(line);
    }
  }

  private void print(String line) {
    console.err().println("rehearsal: " + line);
  }
}
