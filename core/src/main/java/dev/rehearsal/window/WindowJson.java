package dev.rehearsal.window;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.StandingJson;

/** A closed window as JSON; its estimates and comparisons have the fields of the result. */
public final class WindowJson {
  /** Of the fields; one that is taken away or changes its meaning makes a new one. */
  static final int SCHEMA = 1;

  private WindowJson() {}

  /** The whole window, in one object. */
  public static ObjectNode of(ClosedWindow window) {
    Standing standing = new Standing(window.prefixes(), window.categories());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("start", window.start().toString()).put("end", window.end().toString());
    json.put("prefixes", window.prefixes());
    ObjectNode seen = json.putObject("sinceStart");
    seen.put("prefixes", window.seen().prefixes());
    seen.put("untimed", window.seen().untimed());
    seen.put("late", window.seen().late());
    json.set("estimates", StandingJson.estimates(standing));
    json.set("comparisons", StandingJson.comparisons(standing));
    return json;
  }
}
