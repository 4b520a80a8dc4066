package dev.rehearsal.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Looks into a record by dotted path. */
public final class Attributes {
  private Attributes() {}

  /**
   * The node at {@code path}, such as {@code meta.language}; a field whose own name holds the dots
   * wins over nesting. A missing node when there is none.
   */
  public static JsonNode at(JsonNode record, String path) {
    JsonNode whole = record.path(path);
    if (!whole.isMissingNode()) {
      return whole;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      JsonNode head = record.path(path.substring(0, dot));
      if (head.isObject()) {
        JsonNode found = at(head, path.substring(dot + 1));
        if (!found.isMissingNode()) {
          return found;
        }
      }
    }
    return MissingNode.getInstance();
  }
}
