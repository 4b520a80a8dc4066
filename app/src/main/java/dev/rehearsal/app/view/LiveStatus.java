package dev.rehearsal.app.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.Limits;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.pipeline.RunControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a run stands while it goes on, for whoever asks from outside. */
public final class LiveStatus {
  private static final int WIDTH = 120;

  private LiveStatus() {}

  /** In a word: starting, running, paused or stopping. */
  static String state(Optional<RunMoment> moment, RunControl control) {
    if (control.stopped().isPresent()) {
      return "stopping";
    }
    if (control.paused()) {
      return "paused";
    }
    return moment.isEmpty() ? "starting" : "running";
  }

  /** For people. */
  public static List<String> text(
      Optional<RunMoment> moment, RunActor.Tuned tuned, RunControl control) {
    List<String> lines = new ArrayList<>();
    moment.ifPresent(
        m -> {
          m.progress()
              .ifPresent(
                  p -> lines.addAll(StandingTable.lines(p.standing(), m.further(), false, WIDTH)));
          lines.add("");
          m.onlook()
              .ifPresent(
                  onlook -> {
                    lines.addAll(onlook.lines());
                    lines.add("");
                  });
          m.total().ifPresent(total -> lines.add(total.line()));
          lines.add(Headlines.progress(m));
          lines.add(
              Numbers.count(m.vitals().admitted())
                  + " admitted, "
                  + Numbers.count(m.done())
                  + " counted, the last "
                  + Numbers.time(m.vitals().sinceCounted())
                  + " ago");
          m.vitals()
              .lag()
              .ifPresent(
                  records ->
                      lines.add(
                          Numbers.count(records, "record waits", "records wait") + " to be read"));
          m.vitals().fraction().flatMap(FractionStatus::line).ifPresent(lines::add);
          m.vitals().budget().ifPresent(budget -> lines.addAll(budget(budget)));
          m.vitals()
              .journal()
              .bytes()
              .ifPresent(bytes -> lines.add("journal: " + Numbers.bytes(bytes) + " on disk"));
        });
    new TreeMap<>(tuned.limits()).forEach((name, limits) -> lines.add(limits(name, limits)));
    moment.ifPresent(
        m ->
            new TreeMap<>(m.vitals().limiters())
                .forEach(
                    (name, status) -> {
                      if (status.yields()) {
                        lines.add("limits " + name + ": yields to others, nothing is sent");
                      }
                    }));
    new TreeMap<>(tuned.inFlight())
        .forEach((name, most) -> lines.add("model " + name + ": at most " + most + " in flight"));
    moment.ifPresent(m -> m.lent().forEach((node, hands) -> lines.add(node(node, hands))));
    lines.add("the run is " + state(moment, control));
    return lines;
  }

  private static String node(String name, Map<String, Integer> hands) {
    return "node "
        + name
        + " lends "
        + hands.entrySet().stream()
            .map(
                each ->
                    Numbers.count(each.getValue(), "call", "calls")
                        + " at once to model "
                        + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String limits(String name, Limits limits) {
    List<String> parts = new ArrayList<>();
    limits
        .requestsPerMinute()
        .ifPresent(most -> parts.add("at most " + Numbers.count(most) + " requests a minute"));
    limits
        .tokensPerMinute()
        .ifPresent(most -> parts.add("at most " + Numbers.count(most) + " tokens a minute"));
    return "limits " + name + ": " + (parts.isEmpty() ? "none" : String.join(", ", parts));
  }

  private static List<String> budget(BudgetActor.Status status) {
    List<String> lines = new ArrayList<>();
    Budget budget = status.budget();
    Cost spent = status.spentInAll();
    budget
        .usd()
        .ifPresent(
            most ->
                lines.add(
                    "budget: "
                        + Numbers.dollars(spent.usd())
                        + " of "
                        + Numbers.dollars(most)
                        + " spent"));
    budget
        .tokens()
        .ifPresent(most -> lines.add(of("budget: ", spent.tokens(), most, " tokens spent")));
    budget.calls().ifPresent(most -> lines.add(of("budget: ", spent.calls(), most, " calls made")));
    return lines;
  }

  private static String of(String head, long spent, long most, String tail) {
    return head + Numbers.count(spent) + " of " + Numbers.count(most) + tail;
  }

  /** For programs. What is not known, and no limit, is null. */
  public static ObjectNode json(
      Optional<RunMoment> moment, RunActor.Tuned tuned, RunControl control) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", state(moment, control));
    moment.ifPresent(
        m -> {
          json.put("elapsedSeconds", m.elapsed().toMillis() / 1e3);
          json.put("admitted", m.vitals().admitted());
          json.put("counted", m.done());
          put(json, "lag", m.vitals().lag());
          m.vitals().fraction().ifPresent(status -> json.set("sampling", json(status)));
          json.put("secondsSinceCounted", m.vitals().sinceCounted().toMillis() / 1e3);
          json.set("models", models(m.models(), tuned.inFlight()));
          ObjectNode nodes = json.putObject("nodes");
          m.lent().forEach((node, hands) -> hands.forEach(nodes.putObject(node)::put));
          m.vitals().budget().ifPresent(status -> json.set("budget", json(status)));
          m.onlook().ifPresent(onlook -> json.set("live", onlook.json()));
          m.total().ifPresent(total -> json.set("total", total.json()));
          put(json, "journalBytes", m.vitals().journal().bytes());
          m.progress()
              .ifPresent(
                  p -> {
                    json.set("estimates", StandingJson.estimates(p.standing()));
                    json.set("comparisons", StandingJson.comparisons(p.standing()));
                    json.set("decidedAt", StandingJson.decidedAt(p.standing()));
                    json.set("alarms", StandingJson.alarms(p.standing()));
                  });
        });
    ObjectNode limits = json.putObject("limits");
    new TreeMap<>(tuned.limits())
        .forEach(
            (name, each) -> {
              ObjectNode one = limits.putObject(name);
              OptionalLong requests =
                  each.requestsPerMinute().isPresent()
                      ? OptionalLong.of(each.requestsPerMinute().getAsInt())
                      : OptionalLong.empty();
              put(one, "requestsPerMinute", requests);
              put(one, "tokensPerMinute", each.tokensPerMinute());
            });
    return json;
  }

  private static ObjectNode models(Map<String, ModelStatus> models, Map<String, Integer> most) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(models)
        .forEach(
            (name, status) -> {
              ObjectNode model = json.putObject(name);
              model.put("inFlight", status.inFlight());
              model.put("mostInFlight", most.getOrDefault(name, status.limit()));
              model.put("inFlightNow", status.limit());
              model.put("queued", status.queued());
              model.put("calls", status.calls());
              model.put("retries", status.retries());
              model.put("rateLimited", status.rateLimited());
              model.put("breaker", status.breaker().name().toLowerCase(Locale.ROOT));
              put(model, "usd", status.usd());
            });
    return json;
  }

  private static ObjectNode json(FractionStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("fraction", status.fraction());
    json.put("most", status.most());
    json.put("changes", status.changes());
    status
        .budget()
        .ifPresent(
            budget -> {
              json.put("unit", budget.unit().name().toLowerCase(Locale.ROOT));
              json.put("perHour", budget.perHour());
              put(json, "spentPerHour", status.spentPerHour());
            });
    return json;
  }

  private static ObjectNode json(BudgetActor.Status status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Cost spent = status.spentInAll();
    ObjectNode most = json.putObject("most");
    put(most, "usd", status.budget().usd());
    put(most, "tokens", status.budget().tokens());
    put(most, "calls", status.budget().calls());
    json.putObject("spent")
        .put("usd", spent.usd())
        .put("tokens", spent.tokens())
        .put("calls", spent.calls());
    return json;
  }

  private static void put(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresentOrElse(v -> json.put(field, v), () -> json.putNull(field));
  }

  private static void put(ObjectNode json, String field, OptionalLong value) {
    value.ifPresentOrElse(v -> json.put(field, v), () -> json.putNull(field));
  }
}
