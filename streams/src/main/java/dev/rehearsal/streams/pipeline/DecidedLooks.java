package dev.rehearsal.streams.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.LookRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a journal says on which categories are decided. */
public final class DecidedLooks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DecidedLooks() {}

  /**
   * By category, the look that decided it. Only looks at multiples of {@code lookEvery} count: one
   * at the end of a process, where its budget was used up, is no look of the run that goes on.
   *
   * @param last look that is journalled; empty before the first
   */
  public static Map<String, Long> of(Optional<LookRow> last, int lookEvery) {
    Map<String, Long> decided = new HashMap<>();
    last.map(DecidedLooks::decidedAt)
        .ifPresent(
            looks ->
                looks
                    .fields()
                    .forEachRemaining(
                        look -> {
                          if (look.getValue().isNumber()
                              && look.getValue().asLong() % lookEvery == 0) {
                            decided.put(look.getKey(), look.getValue().asLong());
                          }
                        }));
    return decided;
  }

  private static JsonNode decidedAt(LookRow look) {
    try {
      return JSON.readTree(look.standingJson()).path("decidedAt");
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed(
          "the journal's look at %d is not JSON".formatted(look.watermark()), e);
    }
  }
}
