package dev.rehearsal.app.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.group.GroupTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What several processes have counted together, up to the end of an epoch.
 *
 * @param epoch how long an epoch is
 * @param standing estimates and comparisons of all of it
 */
public record GroupStanding(GroupTotal total, Duration epoch, Standing standing) {
  private static final int SCHEMA = 1;

  /** Everything that was admitted before is in it. */
  public Instant upTo() {
    return Instant.ofEpochMilli((total.epoch() + 1) * epoch.toMillis());
  }

  /** For people: who and when, then a line for each category. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(line()));
    lines.addAll(WindowLines.rates(standing.categories()));
    return lines;
  }

  /** For people: how many counted how much, up to when. */
  String line() {
    return "total of %s up to %s: %s"
        .formatted(
            Numbers.count(total.members(), "process", "processes"),
            upTo(),
            Numbers.count(standing.watermark(), "prefix", "prefixes"));
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("upTo", upTo().toString());
    json.put("epochSeconds", epoch.toMillis() / 1e3);
    json.put("members", total.members());
    json.put("prefixes", standing.watermark());
    ObjectNode positions = json.putObject("positions");
    new TreeMap<>(total.next()).forEach(positions::put);
    json.set("estimates", StandingJson.estimates(standing));
    json.set("comparisons", StandingJson.comparisons(standing));
    return json;
  }
}
