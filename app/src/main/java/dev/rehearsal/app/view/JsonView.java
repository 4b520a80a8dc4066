package dev.rehearsal.app.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.result.Summary;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;
import dev.rehearsal.window.WindowJson;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * JSON lines for machines: {@code launch}, {@code progress} now and then, {@code window} when one
 * of time is closed, {@code total} when a group has a new one, {@code done}.
 */
final class JsonView implements RunView {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final PrintWriter out;
  private final PrintWriter notices;
  private Duration next = EVERY;

  JsonView(PrintWriter out, PrintWriter notices) {
    this.out = out;
    this.notices = notices;
  }

  @Override
  public void started(CheckedPlan checked, RunOptions options, PreparedSource source) {
    write(
        record("launch")
            .put("name", checked.plan().name())
            .put("run", options.folder().toString())
            .put("resumed", options.resume())
            .put("sampled", source.funnel().sampled()));
  }

  @Override
  public void show(RunMoment moment) {
    if (moment.elapsed().compareTo(next) < 0) {
      return;
    }
    next = moment.elapsed().plus(EVERY);
    ObjectNode record = record("progress");
    record.put("perSecond", moment.perSecond());
    record.put("inFlight", moment.inFlight());
    record.put("rateLimited", moment.rateLimited());
    moment.progress().ifPresent(p -> record.setAll(StandingJson.of(p.standing())));
    record.set("expected", expected(moment));
    moment.onlook().ifPresent(onlook -> record.set("live", onlook.json()));
    write(record);
  }

  /** By undecided category: further prefixes and seconds on average, and the chance of an end. */
  private static ObjectNode expected(RunMoment moment) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    moment
        .further()
        .forEach(
            (category, further) -> {
              ObjectNode each = json.putObject(category);
              if (further.at().isPresent()) {
                double more = Math.max(0, further.at().getAsDouble() - moment.done());
                each.put("furtherPrefixes", more);
                if (moment.perSecond() > 0) {
                  each.put("seconds", more / moment.perSecond());
                } else {
                  each.putNull("seconds");
                }
              } else {
                each.putNull("furtherPrefixes").putNull("seconds");
              }
              each.put("chance", further.chance());
            });
    return json;
  }

  @Override
  public void notice(String line) {
    notices.println(line);
  }

  @Override
  public void closed(ClosedWindow window) {
    ObjectNode record = record("window");
    record.setAll(WindowJson.of(window));
    write(record);
  }

  @Override
  public void total(GroupStanding total) {
    ObjectNode record = record("total");
    record.setAll(total.json());
    write(record);
  }

  @Override
  public void ended(RunResult result) {
    ObjectNode record = record("done");
    record.setAll(Summary.json(result));
    write(record);
  }

  @Override
  public void close() {
    out.flush();
  }

  private static ObjectNode record(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private synchronized void write(ObjectNode record) {
    out.println(record);
    out.flush();
  }
}
