package dev.rehearsal.actors.model.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.sampling.Uniform;
import java.util.List;

/**
 * 64 bits of a hash, for an index that does not grow with the text. Of a million, two are alike
 * with a chance of one in 37 million.
 */
final class Fingerprint {
  private static final long SEED = 0;

  private Fingerprint() {}

  /** Of what is said: roles, texts and tool calls; other fields make no difference. */
  static long of(List<JsonNode> messages) {
    StringBuilder said = new StringBuilder();
    for (JsonNode message : messages) {
      said.append(Messages.role(message)).append('\0').append(Messages.text(message)).append('\0');
      for (Messages.ToolCall call : Messages.toolCalls(List.of(message))) {
        said.append(call.name()).append('\0').append(call.arguments()).append('\0');
      }
      said.append('\1');
    }
    return Uniform.bits("recorded prompt", SEED, said.toString());
  }

  static long ofId(String id) {
    return Uniform.bits("recorded id", SEED, id);
  }
}
