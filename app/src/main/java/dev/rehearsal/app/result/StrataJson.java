package dev.rehearsal.app.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.streams.source.Stratum;
import java.util.List;

/** The strata that were drawn, as JSON. */
public final class StrataJson {
  private StrataJson() {}

  /** Weights are those of one prefix that was drawn, in conversations of the log; null for none. */
  public static ObjectNode of(String field, List<Stratum> strata) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("field", field);
    ArrayNode all = json.putArray("strata");
    long records = strata.stream().mapToLong(Stratum::records).sum();
    for (Stratum stratum : strata) {
      ObjectNode each = all.addObject().put("stratum", stratum.name());
      each.put("fraction", stratum.fraction());
      each.put("records", stratum.records());
      each.put("drawn", stratum.drawn());
      each.put("undrawn", stratum.undrawn());
      each.put("share", (double) stratum.records() / records);
      if (stratum.drawn() == 0) {
        each.putNull("weight");
      } else {
        each.put("weight", (double) stratum.records() / stratum.drawn());
      }
    }
    return json;
  }
}
